import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pictures } from '../docs/pictures.ts'
import { DOCUMENTS, printed } from '../docs/print.ts'
import { circuitFigure } from '../src/core/figure.ts'
import { runCommands } from './support/documented-commands.ts'
import { reached, type Servers, startDocumented } from './support/documented-servers.ts'
import { examplesOf, WRITTEN } from './support/examples.ts'
import { anchorsOf, linksOf, readPage } from './support/markdown.ts'

/** README.md and docs/*.md: every command is run or looked up, every answer compared, every table and link current. */

const ROOT = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8')
const PAGES = DOCUMENTS.map((path) => readPage(path, read(path)))

let servers: Servers

beforeAll(async () => {
  servers = await startDocumented(PAGES)
})

const stop = () => Promise.all([...servers.values()].map((server) => server.stop()))
afterAll(stop)

for (const page of PAGES) {
  describe(page.path, () => {
    const examples = examplesOf(page)

    test('has no block that is never run', () => {
      const seen = examples.flatMap(({ block, answer }) => (answer ? [block, answer] : [block]))
      expect(seen).toEqual(page.blocks)
    })

    for (const { kind, block, answer } of examples) {
      if (kind !== 'sh') continue
      const [first = ''] = block.text.split('\n')
      test(`line ${block.line}: ${first}`, () =>
        runCommands(block.text, answer && JSON.parse(answer.text), servers))
    }

    test('shows the tables that the code has; node docs/print.ts writes them', () => {
      expect(read(page.path)).toBe(printed(read(page.path)))
    })

    test('links to what is there', async () => {
      for (const { target, line } of linksOf(page)) {
        if (target.startsWith(WRITTEN)) {
          const { status } = await fetch(reached(target, servers))
          expect(status, `line ${line}: ${target}`).toBe(200)
        } else if (!/^[a-z]+:/.test(target)) {
          expect(exists(target, page.path), `line ${line}: ${target}`).toBe(true)
        }
      }
    })
  })
}

/** Whether a relative link from a page leads to a file, and its anchor to a heading. */
function exists(target: string, from: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? new URL(from, ROOT) : new URL(path, new URL(from, ROOT))
  if (!existsSync(file)) return false
  return (
    anchor === undefined || anchorsOf(readPage(target, readFileSync(file, 'utf8'))).includes(anchor)
  )
}

test('the pictures are those that the code draws; node docs/print.ts writes them', () => {
  const drawn = pictures()
  expect(drawn['docs/circuit.svg']).toBe(circuitFigure())
  for (const [path, svg] of Object.entries(drawn)) expect(read(path) === svg, path).toBe(true)
  const there = readdirSync(new URL('docs', ROOT)).filter((name) => name.endsWith('.svg'))
  expect(there.map((name) => `docs/${name}`).sort()).toEqual(Object.keys(drawn).sort())
})

/** What differs from run to run. */
const PASSING = ['time', 'pid', 'hostname', 'id', 'ms']

function lasting(line: string, origin: string): string {
  const entries = Object.entries(JSON.parse(line.replaceAll(origin, WRITTEN)))
  return JSON.stringify(
    entries.map(([key, value]) => (PASSING.includes(key) ? [key] : [key, value])),
  )
}

test('the lines of a log are those of the services that have served the documents and are stopped', async () => {
  await stop()
  const logged = [...servers.values()].flatMap(({ log, origin }) =>
    log.map((line) => lasting(line, origin)),
  )
  const shown = PAGES.flatMap(examplesOf).filter(({ kind }) => kind === 'log')
  expect(shown.length).toBeGreaterThan(0)
  for (const { block } of shown) {
    for (const line of block.text.split('\n')) expect(logged).toContain(lasting(line, WRITTEN))
  }
})
