import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { WRITTEN } from '../support/examples.ts'
import { linksOf, readPage } from '../support/markdown.ts'
import { type Cell, differences, type Notebook, type Output, textOf } from './notebook.ts'

const FOLDER = new URL('../../examples/', import.meta.url)
const NAME = 'check_my_batchnorm.ipynb'
const FILE = readFileSync(new URL(NAME, FOLDER), 'utf8')
const STORED: Notebook = JSON.parse(FILE)
const CODE = STORED.cells.filter(({ cell_type }) => cell_type === 'code')

/** An object with its keys in order, as Jupyter writes it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}

describe('the stored notebook', () => {
  test('is of format 4.5, in the layout that Jupyter writes', () => {
    expect([STORED.nbformat, STORED.nbformat_minor]).toEqual([4, 5])
    expect(FILE).toBe(`${JSON.stringify(sorted(STORED), null, 1)}\n`)
  })

  test('was executed from top to bottom', () => {
    const counts = CODE.map(({ execution_count }) => execution_count)
    expect(counts).toEqual(counts.map((_, k) => k + 1))
  })

  test('has a name of its own for every cell', () => {
    const ids = STORED.cells.map(({ id }) => id)
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z\d-]*$/)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('says nothing of the machine it was executed on', () => {
    expect(STORED.metadata).toEqual({
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    })
    const outputs = CODE.flatMap(({ outputs = [] }) => outputs)
    const shown = outputs.filter((output) => output.output_type !== 'stream')
    for (const { metadata } of [...STORED.cells, ...shown]) expect(metadata).toEqual({})
    const addresses = FILE.match(/https?:\/\/(localhost|127[\d.]*)[\w:.]*/g) ?? []
    expect(addresses.filter((address) => address !== WRITTEN)).toEqual([])
    expect(FILE).not.toMatch(/\/(home|root|tmp|Users)\//)
  })

  test('holds no error, and is small', () => {
    expect(FILE).not.toContain('"output_type": "error"')
    expect(FILE).not.toContain('"name": "stderr"')
    expect(FILE.length).toBeLessThan(400_000)
  })

  test('links to what is there', () => {
    const prose = STORED.cells.filter(({ cell_type }) => cell_type === 'markdown')
    const page = readPage(NAME, prose.map(({ source }) => textOf(source)).join('\n\n'))
    const files = linksOf(page).filter(({ target }) => !/^[a-z]+:/.test(target))
    expect(files.length).toBeGreaterThan(0)
    for (const { target } of files) expect(existsSync(new URL(target, FOLDER)), target).toBe(true)
  })
})

describe('a fresh notebook is compared with the stored one', () => {
  const cell = (...outputs: Output[]): Cell => ({
    ...{ id: 'pixels', cell_type: 'code', metadata: {}, source: 'print(dx)' },
    outputs,
  })
  const notebook = (...cells: Cell[]): Notebook => ({ ...STORED, cells })
  const printed = (text: string | string[], name = 'stdout') =>
    cell({ output_type: 'stream', name, text })
  const shown = (data: Record<string, string>) =>
    cell({ output_type: 'display_data', data, metadata: {} })

  const [svg, png] = ['image/svg+xml', 'image/png']
  for (const [title, stored, fresh] of [
    ['another digit', printed('1e-09\n'), printed('1e-10\n')],
    ['a text that is gone', printed('1e-09\n'), cell()],
    ['a text that was not there', cell(), printed('1e-09\n')],
    ['a text that is a warning now', printed('1e-09\n'), printed('1e-09\n', 'stderr')],
    ['another figure', shown({ [svg]: '<svg/>' }), shown({ [svg]: '<svg id="dx"/>' })],
    ['a plot that is gone', shown({ [png]: 'iVBOR' }), cell()],
    ['a plot without its text', shown({ [png]: 'iVBOR', 'text/plain': '1' }), shown({ [png]: '' })],
  ] as const) {
    test(`${title} is a difference, and the cell is named`, () => {
      const faults = differences(notebook(printed('7\n'), stored), notebook(printed('7\n'), fresh))
      expect(faults).toEqual([expect.stringContaining('cell pixels: line ')])
    })
  }

  for (const [title, stored, fresh] of [
    ['the same in lines', printed(['a\n', 'b\n']), printed('a\nb\n')],
    ['a plot with other pixels', shown({ [png]: 'iVBOR' }), shown({ [png]: 'iVBOS' })],
  ] as const) {
    test(`${title} is none`, () =>
      expect(differences(notebook(stored), notebook(fresh))).toEqual([]))
  }

  test('of a long output only the first line that differs is shown', () => {
    const long = (middle: string) => notebook(printed(`1\n2\n${middle}\n4\n5`))
    const [fault] = differences(long('3'), long('three'))
    expect(fault).toBe('cell pixels: line 4 of what it gives is\n  three\nand not\n  3')
  })

  test('a cell that was changed in the editor and not executed is a difference', () => {
    const { outputs: _, ...unexecuted } = printed('7\n')
    expect(differences(notebook(unexecuted), notebook(printed('7\n')))).toHaveLength(1)
  })
})
