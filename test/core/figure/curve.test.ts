import { describe, expect, test } from 'vitest'
import { curveFigure } from '../../../src/core/figure/curve.ts'
import { CURVE_STYLE } from '../../../src/core/figure/curve-style.ts'
import { FIGURE_STYLE } from '../../../src/core/figure/style.ts'
import { ELEMENT_METHODS } from '../../../src/core/gradient-check/methods.ts'
import type { Sweep, SweepCurve } from '../../../src/core/gradient-check/sweep.ts'
import { coloursOf, contrast, schemesOf } from '../../support/colours.ts'
import {
  areaOfRect,
  areaOfText,
  child,
  children,
  type Element,
  get,
  idOf,
  inside,
  is,
  number,
  overlap,
  pairs,
  parseSvg,
  within,
} from '../../support/svg.ts'

/** A V: errors that fall with a power of h and rise with its inverse. */
function vee(
  method: SweepCurve['method'],
  precision: SweepCurve['precision'],
  floor: number,
): SweepCurve {
  const points = Array.from({ length: 13 }, (_, k) => {
    const h = Number(`1e-${k + 1}`)
    return { h, dx: h ** 2 + floor / h, dgamma: floor / h, dbeta: k % 3 === 0 ? 0 : floor }
  })
  return { method, precision, points }
}

const EVERY: Sweep = {
  curves: ELEMENT_METHODS.flatMap((method, k) => [
    vee(method, 'float64', 10 ** -(15 + k)),
    vee(method, 'double-double', 10 ** -(28 + k)),
  ]),
  hUnit: 'absolute',
  warnings: [],
}
const SINGLE: Sweep = { ...EVERY, curves: [vee('central', 'float64', 1e-16)] }
const NOTHING: Sweep = {
  ...EVERY,
  curves: EVERY.curves.map((curve) => ({
    ...curve,
    points: curve.points.map(({ h }) => ({ h, dx: null, dgamma: null, dbeta: null })),
  })),
}
const WIDE: Sweep = {
  ...EVERY,
  hUnit: 'sqrtvar',
  curves: [
    {
      method: 'central',
      precision: 'double-double',
      points: [1e300, 1, 1e-300].map((h) => ({ h, dx: h, dgamma: 1 / h, dbeta: 0 })),
    },
  ],
}
const POINT: Sweep = {
  ...EVERY,
  curves: [
    {
      method: 'forward',
      precision: 'float64',
      points: [1, 1].map((h) => ({ h, dx: 1, dgamma: 1, dbeta: 1 })),
    },
  ],
}

const FIGURES: [kind: string, sweep: Sweep][] = [
  ['every way to differentiate', EVERY],
  ['a single one', SINGLE],
  ['gradients that are 0', NOTHING],
  ['the whole range of float64', WIDE],
  ['a single step', POINT],
]

function read(sweep: Sweep, of: 'dx' | 'dgamma' | 'dbeta' = 'dx') {
  const svg = curveFigure(sweep, { of })
  const figure = parseSvg(svg)
  const all = within(figure)
  const plot = areaOfRect(all.find((e) => is(e, 'plot')) ?? expect.fail('no plot'))
  const curves = children(figure, 'g').filter((g) => !is(g, 'legend'))
  return { svg, figure, all, plot, curves, texts: all.filter(({ tag }) => tag === 'text') }
}

const marksOf = (curve: Element) => children(curve, 'path').filter((path) => is(path, 'mark'))

/** The middle of a mark. */
function placeOf(mark: Element): [x: number, y: number] {
  const d = get(mark, 'd')
  const [x = 0, y = 0, radius = 0] = d.match(/-?[\d.]+/g)?.map(Number) ?? []
  if (d.includes('a')) return [x + radius, y]
  const corners = d.match(/-?[\d.]+ -?[\d.]+/g)?.map((pair) => pair.split(' ').map(Number)) ?? []
  const ys = corners.map(([, at = 0]) => at)
  const xs = corners.map(([at = 0]) => at)
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}

describe.each(FIGURES)('the figure of a sweep with %s', (_, sweep) => {
  test('keeps every text inside the picture and off every other', () => {
    for (const of of ['dx', 'dgamma', 'dbeta'] as const) {
      const { figure, texts } = read(sweep, of)
      const picture = {
        left: 0,
        top: 0,
        right: number(figure, 'width'),
        bottom: number(figure, 'height'),
      }
      for (const text of texts) expect(inside(areaOfText(text), picture), text.text).toBe(true)
      for (const [a, b] of pairs(texts))
        expect(overlap(areaOfText(a), areaOfText(b)), `${a.text} | ${b.text}`).toBe(false)
    }
  })

  test('keeps every mark inside the plot', () => {
    for (const of of ['dx', 'dgamma', 'dbeta'] as const) {
      const { curves, plot } = read(sweep, of)
      for (const mark of curves.flatMap(marksOf)) {
        const [x, y] = placeOf(mark)
        expect(x > plot.left && x < plot.right && y > plot.top && y < plot.bottom).toBe(true)
      }
    }
  })

  test('has a curve for each way, with a mark and exact numbers at every point', () => {
    const { curves } = read(sweep)
    expect(curves.length).toBe(sweep.curves.length)
    for (const [k, { method, precision, points }] of sweep.curves.entries()) {
      const said = marksOf(curves[k] as Element).map((mark) => child(mark, 'title').text)
      const known = points.filter(({ dx }) => dx !== null)
      expect(said.length).toBe(known.length)
      for (const [i, { h, dx }] of known.entries()) {
        const [, way, ...numbers] =
          /^(.*): at h = (\S+) the error of dx is ([^,]+)/.exec(said[i] ?? '') ?? []
        expect([way, ...numbers.map(Number)]).toEqual([`${method}, ${precision}`, h, dx])
      }
    }
  })

  test('needs nothing from elsewhere, and has no style on an element', () => {
    const { svg, all } = read(sweep)
    expect(svg).not.toMatch(/href|@import|@font-face|\bsrc=|\son\w+=|data:|url\(|<script|<foreign/i)
    for (const { attributes } of all) expect(attributes).not.toHaveProperty('style')
  })
})

describe('the scale of a curve', () => {
  test('is that of powers of ten: equal ratios are equal distances, on both axes', () => {
    const curve = SINGLE.curves[0] as SweepCurve
    const points = curve.points.map(({ h }, k) => ({ h, dx: 10 ** -k, dgamma: 1, dbeta: 1 }))
    const { curves } = read({ ...SINGLE, curves: [{ ...curve, points }] })
    const places = marksOf(curves[0] as Element).map(placeOf)
    const steps = places
      .slice(1)
      .map(([x, y], k) => [x - (places[k]?.[0] ?? 0), y - (places[k]?.[1] ?? 0)])
    for (const [dx = 0, dy = 0] of steps) {
      expect(dx).toBeCloseTo(steps[0]?.[0] ?? 0, -0.5)
      expect(dy).toBeCloseTo(steps[0]?.[1] ?? 0, -0.5)
      expect(dx).toBeLessThan(0)
      expect(dy).toBeGreaterThan(0)
    }
  })

  test('has an error of 0 at its bottom, below every other, and says that it is 0', () => {
    const { curves, texts } = read(SINGLE, 'dbeta')
    const marks = marksOf(curves[0] as Element)
    const zero = marks.filter((mark) => child(mark, 'title').text.includes('of dbeta is 0'))
    expect(zero.length).toBe(5)
    const others = marks.filter((mark) => !zero.includes(mark))
    const lowest = Math.max(...others.map((mark) => placeOf(mark)[1]))
    for (const mark of zero) expect(placeOf(mark)[1]).toBeGreaterThan(lowest + 5)
    const label = texts.find(({ text }) => text === '0') ?? expect.fail('no label 0')
    expect(number(label, 'y')).toBeCloseTo(placeOf(zero[0] as Element)[1], -1)
  })

  test('marks the step that everybody uses where it means what they mean, and is in sight', () => {
    const isMarked = (sweep: Sweep) => read(sweep).all.some((e) => is(e, 'usual'))
    expect(isMarked(SINGLE)).toBe(true)
    expect(isMarked({ ...SINGLE, hUnit: 'sqrtvar' })).toBe(false)
    expect(isMarked(POINT)).toBe(false)
    const { all, curves } = read(SINGLE)
    const [x] = get(all.find((e) => is(e, 'usual')) as Element, 'd').match(/[\d.]+/g) ?? []
    expect(placeOf(marksOf(curves[0] as Element)[4] as Element)[0]).toBeCloseTo(Number(x), 0)
  })
})

describe('the curves of a figure', () => {
  test('are broken where nothing is known', () => {
    const curve = SINGLE.curves[0] as SweepCurve
    const points = curve.points.map((point, k) => (k === 4 ? { ...point, dx: null } : point))
    const { curves } = read({ ...SINGLE, curves: [{ ...curve, points }] })
    const line = children(curves[0] as Element, 'path').find((path) => is(path, 'line')) as Element
    expect(get(line, 'd').match(/M/g)?.length).toBe(2)
  })

  test('name their best point in the legend, and mark it', () => {
    const { curves, texts } = read(SINGLE)
    const { points } = SINGLE.curves[0] as SweepCurve
    const least = points.reduce((a, b) => ((b.dx ?? 1) < (a.dx ?? 1) ? b : a))
    const marked = marksOf(curves[0] as Element).filter((mark) => is(mark, 'best'))
    const [said = '', ...others] = marked.map((mark) => child(mark, 'title').text)
    expect(others).toEqual([])
    expect(said).toMatch(/, the least of this curve$/)
    expect(Number(/at h = (\S+)/.exec(said)?.[1])).toBe(least.h)
    expect(texts.some(({ text }) => text.startsWith('central, float64: best '))).toBe(true)
  })

  test('differ in dash, in mark and in colour, no two alike', () => {
    const { curves } = read(EVERY)
    const kinds = curves.map((curve) => get(curve, 'class'))
    const shape = (curve: Element) =>
      get(marksOf(curve)[0] as Element, 'd').replace(/[\d. -]+/g, '')
    const dash = (kind: string) => CURVE_STYLE.match(`\\.${kind} \\.line\\{([^}]*)\\}`)?.[1]
    expect(new Set(kinds.map(dash)).size).toBe(kinds.length)
    for (const rules of schemesOf(CURVE_STYLE)) {
      const colours = coloursOf(rules)
      const paper = colours.get('.paper fill') ?? ''
      const line = (kind: string) => colours.get(`.${kind} path stroke`) ?? expect.fail(kind)
      expect(new Set(kinds.map(line)).size).toBe(kinds.length)
      const marks = curves.map((curve, k) => {
        const hollow = colours.get(`.${kinds[k]} .mark fill`) === paper
        return `${hollow} ${shape(curve)} ${get(marksOf(curve)[0] as Element, 'd').match(/L/g)?.length}`
      })
      expect(new Set(marks).size).toBeGreaterThan(kinds.length / 2)
      for (const kind of kinds)
        for (const ground of ['.paper fill', '.plot fill'])
          expect(contrast(line(kind), colours.get(ground) ?? '')).toBeGreaterThan(4.5)
      for (const ink of ['text fill', '.quiet fill'])
        expect(contrast(colours.get(ink) ?? '', paper)).toBeGreaterThan(4.5)
    }
  })
})

describe('the figure of a sweep', () => {
  test('is one image with a title and a description of its own', () => {
    const [a, b] = [read(SINGLE), read(SINGLE, 'dgamma')]
    const ids = [a, b].flatMap(({ all }) => all.map(idOf).filter((id) => id !== ''))
    expect(new Set(ids).size).toBe(ids.length)
    for (const { figure, all } of [a, b]) {
      const labels = get(figure, 'aria-labelledby').split(' ')
      expect(labels.map((id) => all.find((e) => idOf(e) === id)?.tag)).toEqual(['title', 'desc'])
    }
  })

  test('leaves out its sheet, and nothing else, where the page has it', () => {
    const [whole, bare] = [curveFigure(EVERY), curveFigure(EVERY, { bare: true })]
    const sheet = child(parseSvg(whole), 'style').text.trim()
    expect(FIGURE_STYLE).toContain(sheet)
    expect(whole.replace(/<style>[^<]*<\/style>\n/, '')).toBe(bare)
  })

  test('can be read at a width of 600', () => {
    const { figure, texts } = read(EVERY)
    const scale = 600 / number(figure, 'width')
    for (const text of texts) expect(number(text, 'font-size') * scale).toBeGreaterThan(10)
  })

  test('leaves the page around it alone', () => {
    const selectors = [...CURVE_STYLE.matchAll(/^\s*([^@{}\n]+)\{/gm)].map(
      ([, selector]) => selector,
    )
    for (const selector of selectors) expect(selector).toMatch(/^\.sweep( [^,]+)?$/)
  })
})
