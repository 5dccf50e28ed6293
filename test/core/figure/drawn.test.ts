import { describe, expect, test } from 'vitest'
import { FIGURE_STYLE } from '../../../src/core/figure/style.ts'
import { text } from '../../../src/core/figure/text.ts'
import { VERDICT_STYLE } from '../../../src/core/figure/verdict-style.ts'
import { circuitFigure, type Drawn } from '../../../src/core/figure.ts'
import { BACKWARD, FORWARD } from '../../../src/core/graph.ts'
import { coloursOf, contrast, schemesOf } from '../../support/colours.ts'
import { JUDGED, VERDICTS, values, verdicts } from '../../support/drawn.ts'
import {
  areaOfText,
  child,
  children,
  type Element,
  get,
  idOf,
  is,
  overlap,
  pairs,
  parseSvg,
  within,
} from '../../support/svg.ts'

const draw = (drawn: Drawn) => within(parseSvg(circuitFigure(drawn)))
const named = (all: readonly Element[], id: string) =>
  all.find((e) => idOf(e) === id) ?? expect.fail(`no ${id}`)
const words = (element: Element) => children(element, 'text').map(({ text }) => text)
const titleOf = (element: Element) => child(element, 'title').text

describe('a figure of values', () => {
  const norms: [norm: number, shown: string][] = [
    [0, '0'],
    [1, '1'],
    [0.00412345, '4.12e-3'],
    [0.0412345, '0.0412'],
    [57.349, '57.3'],
    [9999.4, '1e4'],
    [1234567, '1.23e6'],
    [5e-324, '4.94e-324'],
  ]

  test.each(norms)('writes the norm %d as %s, and in full in the title', (norm, shown) => {
    const all = draw({
      values: { xhat: { shape: [8, 3, 4, 4], norm }, dgamma: { shape: [3], norm } },
    })
    expect(words(named(all, 'xhat'))).toEqual(['xhat', '(8,3,4,4)', `norm ${shown}`])
    expect(words(named(all, 'dgamma'))).toEqual(['dgamma', '(3)', `norm ${shown}`])
    const [said = '', full] = titleOf(named(all, 'xhat')).split(', 2-norm ')
    expect([said, Number(full)]).toEqual(['xhat = xmu * ivar; shape (8,3,4,4)', norm])
  })

  test('leaves the letters where it has no value', () => {
    const all = draw({ values: {} })
    expect(words(named(all, 'mu'))).toEqual(['mu', '(D)'])
    expect(words(named(all, 'dmu'))).toEqual(['dmu', '(D)'])
  })

  test('draws nothing for names that the circuit has not', () => {
    const value = { shape: [1], norm: 1 }
    expect(draw({ values: { '<b>': value, running_mean: value } }).length).toBe(
      draw({ values: {} }).length,
    )
    const judged = circuitFigure({
      verdicts: { '<b>': 'wrong', running_mean: 'wrong', mu: 'wrong' },
    })
    expect(judged).not.toMatch(/<b>|lt;b|running_mean wrong/)
  })
})

describe('a figure of verdicts', () => {
  const all = draw({ verdicts: verdicts(9) })

  test('gives each value the class, the sign and the words of its verdict', () => {
    const signs = new Map<string, string>()
    const told = new Map<string, string>()
    for (const [name, verdict] of Object.entries(verdicts(9))) {
      const node = named(all, name)
      expect(is(node, `is-${verdict}`), name).toBe(true)
      const sign = children(node, 'path').find((path) => is(path, 'sign'))
      const d = get(sign ?? expect.fail(`no sign at ${name}`), 'd')
      const said = titleOf(node).split('; ')[1] ?? ''
      expect([signs.get(verdict) ?? d, told.get(verdict) ?? said]).toEqual([d, said])
      signs.set(verdict, d)
      told.set(verdict, said)
    }
    for (const each of [signs, told]) expect(new Set(each.values()).size).toBe(VERDICTS.length)
  })

  test('explains every sign in the legend', () => {
    const legends = all.filter((e) => is(e, 'legend')).flatMap(within)
    for (const [name, verdict] of Object.entries(verdicts(9))) {
      const sign = children(named(all, name), 'path').find((path) => is(path, 'sign')) as Element
      const entry = legends.filter((e) => is(e, 'sign') && get(e, 'd') === get(sign, 'd'))
      expect(entry.length, verdict).toBeGreaterThan(0)
      const said = titleOf(named(all, name)).split('; ')[1]
      expect(legends.map(({ text }) => text)).toContain(said)
    }
  })

  test('lets the first wrong value stand out, in the order of the circuit, and no other', () => {
    for (const [k, { name }] of JUDGED.entries()) {
      const marked = draw({ verdicts: verdicts(k) }).filter((e) => is(e, 'first') && idOf(e))
      expect(marked.map(idOf)).toEqual([name])
      expect(titleOf(marked[0] as Element)).toContain('; the first that is')
    }
    const right = Object.fromEntries(JUDGED.map(({ name }) => [name, 'correct' as const]))
    expect(draw({ verdicts: right }).filter((e) => is(e, 'first'))).toEqual([])
  })

  test('calls a wrong shape or a number that is none the first wrong one as well', () => {
    for (const verdict of ['shape', 'not-finite', 'wrong'] as const)
      expect(is(named(draw({ verdicts: { var: verdict, dx: 'wrong' } }), 'var'), 'first')).toBe(
        true,
      )
    expect(is(named(draw({ verdicts: { var: 'follows', dx: 'wrong' } }), 'dx'), 'first')).toBe(true)
  })

  test('lets no text cover another, whichever is the first wrong one', () => {
    for (const k of JUDGED.keys()) {
      const texts = draw({ values, verdicts: verdicts(k) }).filter(({ tag }) => tag === 'text')
      for (const [a, b] of pairs(texts))
        expect(overlap(areaOfText(a), areaOfText(b)), `${a.text} ${b.text}`).toBe(false)
    }
  })

  test('tells whoever does not see it', () => {
    const about = all.find(({ tag }) => tag === 'desc')?.text
    expect(about).toContain('Judged: mu correct; ')
  })

  test('can be read with contrast to spare, light and dark', () => {
    for (const rules of schemesOf(VERDICT_STYLE)) {
      const colours = coloursOf(rules)
      const colour = (kind: string) => colours.get(kind) ?? expect.fail(`no colour for ${kind}`)
      const paper = colour('.first text fill')
      for (const verdict of VERDICTS) {
        const line = colour(`.is-${verdict} path stroke`)
        expect(contrast(line, paper), verdict).toBeGreaterThan(4.5)
        expect(contrast(line, colour(`.is-${verdict} rect fill`)), verdict).toBeGreaterThan(4.5)
      }
      expect(contrast(paper, colour('.first rect fill'))).toBeGreaterThan(4.5)
    }
  })

  test('leaves without colour what has no verdict, so that none is read into it', () => {
    for (const rules of schemesOf(VERDICT_STYLE)) {
      const colours = coloursOf(rules)
      for (const kind of ['.matrix', '.vector'])
        expect(colours.get(`${kind} rect fill`)).toBe(colours.get('.first text fill'))
    }
  })

  test('differs in outline as well as in colour', () => {
    const [shapes] = VERDICT_STYLE.split('.judged .input rect')
    const looks = VERDICTS.map((verdict) => {
      const [, outline = 'plain'] =
        new RegExp(`\\.is-${verdict} rect\\{([^}]*)\\}`).exec(shapes ?? '') ?? []
      return outline
    })
    expect(new Set(looks).size).toBe(VERDICTS.length)
  })
})

test('a text is written as it stands, whatever it is', () => {
  const words = '1 < 2 & <b>3</b> > "2"'
  expect(parseSvg(text(words, [0, 0], 12)).text).toBe(words)
})

describe('a figure among others', () => {
  test('shares no id with another but the names of its values', () => {
    const figures = [{}, { values }, { verdicts: verdicts(3) }, { verdicts: verdicts(4) }].map(draw)
    const known = new Set(['x', 'gamma', 'beta', 'eps', 'dout', ...JUDGED.map(({ name }) => name)])
    const ids = figures.map((all) => all.map(idOf).filter((id) => id !== '' && !known.has(id)))
    expect(new Set(ids.flat()).size).toBe(ids.flat().length)
    for (const each of ids) expect(each.length).toBeGreaterThan(3)
  })

  test('is the same twice', () => {
    const drawn = { values, verdicts: verdicts(5) }
    expect(circuitFigure(drawn)).toBe(circuitFigure(structuredClone(drawn)))
  })

  test('leaves out its sheet, and nothing else, where the page has it', () => {
    for (const drawn of [{}, { values }, { verdicts: verdicts(7) }]) {
      const [whole, bare] = [circuitFigure(drawn), circuitFigure({ ...drawn, bare: true })]
      const sheet = child(parseSvg(whole), 'style').text.trim()
      expect(FIGURE_STYLE).toContain(sheet)
      expect(bare).not.toContain('<style')
      expect(whole.replace(/<style>[^<]*<\/style>\n/, '')).toBe(bare)
    }
  })

  test('keeps formulas to itself where they may not be told', () => {
    const all = draw({ verdicts: verdicts(12), formulas: false })
    const told = all.map(({ text }) => text).join('\n')
    for (const { name, formula } of [...FORWARD, ...BACKWARD]) {
      expect(told).not.toContain(`${name} = `)
      if (formula !== 'dout') expect(told).not.toContain(formula)
      expect(titleOf(named(all, name))).toMatch(new RegExp(`^${name}; `))
    }
  })

  test('carries no style of its own on an element, which a notebook would take away', () => {
    for (const drawn of [{}, { values, verdicts: verdicts(5) }])
      for (const { attributes } of draw(drawn)) expect(attributes).not.toHaveProperty('style')
  })
})
