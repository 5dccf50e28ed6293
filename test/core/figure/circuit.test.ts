import { describe, expect, test } from 'vitest'
import { inputsOf, stepOf } from '../../../src/core/circuit.ts'
import { circuitFigure, type Drawn } from '../../../src/core/figure.ts'
import { BACKWARD, FORWARD, INPUTS, STEPS } from '../../../src/core/graph.ts'
import { coloursOf, contrast, schemesOf } from '../../support/colours.ts'
import { values, verdicts } from '../../support/drawn.ts'
import {
  type Area,
  areaOfRect,
  areaOfText,
  away,
  child,
  children,
  distance,
  type Element,
  get,
  idOf,
  inside,
  is,
  number,
  overlap,
  type Point,
  pairs,
  parseSvg,
  pointsOf,
  within,
} from '../../support/svg.ts'

const FIGURES: [kind: string, drawn: Drawn][] = [
  ['the circuit', {}],
  ['of values', { values }],
  ['of verdicts', { verdicts: verdicts(16) }],
  ['of values and verdicts', { values, verdicts: verdicts(9) }],
]

const names = (values: readonly { name: string }[]) => values.map(({ name }) => name)

function read(drawn: Drawn) {
  const svg = circuitFigure(drawn)
  const figure = parseSvg(svg)
  const all = within(figure)
  const boxes = all.filter((e) => idOf(e) && ['matrix', 'vector', 'scalar'].some((k) => is(e, k)))
  const black = all.filter((e) => is(e, 'forward') && get(e, 'data-to'))
  const red = all.filter((e) => is(e, 'backward') && idOf(e))
  const arrows = [...black, ...red]
  const ways = new Map(arrows.map((arrow) => [arrow, pointsOf(get(pathOf(arrow), 'd'))]))
  const wayOf = (arrow: Element) => ways.get(arrow) ?? []
  return {
    ...{ svg, figure, all, boxes, black, red, arrows, wayOf },
    texts: all.filter(({ tag }) => tag === 'text'),
    named: (id: string) => all.find((e) => idOf(e) === id) ?? expect.fail(`no ${id}`),
    endsOf: (arrow: Element) => [wayOf(arrow)[0], wayOf(arrow).at(-1)] as [Point, Point],
    picture: {
      left: 0,
      right: number(figure, 'width'),
      top: 0,
      bottom: number(figure, 'height'),
    } satisfies Area,
  }
}

const pathOf = (arrow: Element) => (arrow.tag === 'path' ? arrow : child(arrow, 'path'))
const edge = (arrow: Element) => `${get(arrow, 'data-from')} -> ${get(arrow, 'data-to')}`
const edgeBack = (arrow: Element) => `${get(arrow, 'data-to')} -> ${get(arrow, 'data-from')}`
const areaOf = (box: Element) => areaOfRect(child(box, 'rect'))

const signsIn = (element: Element) => within(element).filter((e) => is(e, 'sign'))

/** The square that a sign is drawn in. */
function areaOfSign(sign: Element): Area {
  const [x = Number.NaN, y = Number.NaN] =
    get(sign, 'transform')
      .match(/[\d.]+/g)
      ?.map(Number) ?? []
  return { left: x, right: x + 12, top: y, bottom: y + 12 }
}

describe('XML', () => {
  test.each(['<a><b></a>', '<a>', '</a>', '<a/><b/>', '<a>1 < 2</a>', '<a>R&D</a>', '<a b=1/>'])(
    'would not pass as XML if it were like %s',
    (broken) => expect(() => parseSvg(broken)).toThrow(SyntaxError),
  )
})

describe.each(FIGURES)('%s:', (_, drawn) => {
  const { svg, figure, all, boxes, black, red, arrows, texts, wayOf, named, endsOf, picture } =
    read(drawn)

  describe('the figure', () => {
    test('is well-formed XML', () => {
      expect(figure.tag).toBe('svg')
      expect(get(figure, 'xmlns')).toBe('http://www.w3.org/2000/svg')
    })

    test('is one image, with a title, and a description that says every formula', () => {
      expect(get(figure, 'role')).toBe('img')
      const labels = get(figure, 'aria-labelledby').split(' ')
      expect(labels.map((id) => named(id).tag)).toEqual(['title', 'desc'])
      for (const { name, formula } of [...FORWARD, ...BACKWARD])
        expect(child(figure, 'desc').text).toContain(`${name} = ${formula}`)
    })

    test('needs nothing from elsewhere and runs nothing', () => {
      const tags = all.map(({ tag }) => tag.toLowerCase())
      for (const tag of ['script', 'foreignobject', 'image', 'use', 'a'])
        expect(tags).not.toContain(tag)
      expect(svg).not.toMatch(/href|@import|@font-face|\bsrc=|\son\w+=|data:/i)
      expect(svg.replace(get(figure, 'xmlns'), '')).not.toContain('//')
      const links = [...svg.matchAll(/url\(([^)]*)\)/g)].map(([, link = '']) => link)
      expect(links.length).toBeGreaterThan(0)
      for (const link of links) expect(named(link.replace(/^#/, '')).tag, link).toBe('marker')
    })

    test('shows every input and value of training once, by its name', () => {
      const training = names(INPUTS).filter((name) => !name.startsWith('running_'))
      const shown = [...boxes, ...red]
      expect(shown.map(idOf).toSorted()).toEqual(
        [...training, ...names(FORWARD), ...names(BACKWARD)].toSorted(),
      )
      for (const element of shown) expect(child(element, 'text').text).toBe(idOf(element))
      const ids = all.map(idOf).filter((id) => id !== '')
      expect(new Set(ids).size).toBe(ids.length)
    })

    test('tells the formula to whoever points at a value', () => {
      for (const { name, formula } of [...FORWARD, ...BACKWARD])
        expect(child(named(name), 'title').text).toContain(`${name} = ${formula}`)
    })

    test('tells matrices from vectors by outline and by words', () => {
      const shapes = new Map<string, string>(
        [...INPUTS, ...FORWARD].map(({ name, shape }) => [name, shape]),
      )
      for (const box of boxes) {
        const shape = shapes.get(idOf(box))
        const rect = child(box, 'rect')
        const roundness = number(rect, 'rx') / number(rect, 'height')
        const size = drawn.values?.[idOf(box)]?.shape
        expect(children(box, 'text')[1]?.text).toBe(size ? `(${size.join(',')})` : shape)
        if (shape === '(N,D)') expect(roundness, idOf(box)).toBeLessThan(0.15)
        else expect(roundness, idOf(box)).toBeGreaterThan(0.35)
      }
    })
  })

  describe('its arrows', () => {
    test('forward are the edges of the table, each once, and no others', () => {
      const table = FORWARD.flatMap((made) =>
        inputsOf(made).map((name) => `${name} -> ${made.name}`),
      )
      expect(black.map(edge).toSorted()).toEqual(table.toSorted())
    })

    test('backward run against one forward arrow each, none against eps; dout comes in, dx goes out', () => {
      const withGradient = black.map(edge).filter((pair) => !pair.startsWith('eps '))
      expect(red.map(edgeBack).toSorted()).toEqual([...withGradient, 'out -> ', ' -> x'].toSorted())
      expect(edge(named('dout'))).toBe(' -> out')
      expect(edge(named('dx'))).toBe('x -> ')
    })

    test('backward carry the gradient of the value they point at', () => {
      for (const { name } of BACKWARD.filter(({ name }) => name !== 'dx'))
        expect(name).toMatch(new RegExp(`^d${get(named(name), 'data-to')}\\d*$`))
    })

    test('backward set out where all that their formula reads is at hand', () => {
      for (const value of BACKWARD) {
        const gate = get(named(value.name), 'data-from')
        const arriving = red.filter((arrow) => get(arrow, 'data-to') === gate).map(idOf)
        const inputs = FORWARD.filter(({ name }) => name === gate).flatMap((made) => inputsOf(made))
        const sameStep = BACKWARD.filter(({ name }) => stepOf(name) === stepOf(value.name))
        const atHand: string[] = [gate, ...arriving, ...inputs, ...names(sameStep)]
        expect(inputsOf(value).filter((name) => !atHand.includes(name))).toEqual([])
      }
    })

    test('start and end at the boxes they name', () => {
      for (const arrow of arrows) {
        const [start, end] = endsOf(arrow)
        for (const [name, at] of [
          [get(arrow, 'data-from'), start],
          [get(arrow, 'data-to'), end],
        ] as const) {
          if (name === '') continue
          expect(away(at, areaOf(named(name))), edge(arrow)).toBeGreaterThan(0)
          expect(away(at, areaOf(named(name))), edge(arrow)).toBeLessThan(6)
        }
      }
    })

    test('forward point right, or straight up from an input below', () => {
      for (const arrow of black) {
        const [start, end] = endsOf(arrow)
        const isBelow = ['gamma', 'beta', 'eps'].includes(get(arrow, 'data-from'))
        expect(Math.sign(end[0] - start[0]), edge(arrow)).toBe(isBelow ? 0 : 1)
        if (isBelow) expect(end[1], edge(arrow)).toBeLessThan(start[1])
      }
    })

    test('backward point left, or straight down to an input below', () => {
      for (const arrow of red) {
        const [start, end] = endsOf(arrow)
        const isBelow = ['gamma', 'beta'].includes(get(arrow, 'data-to'))
        expect(Math.sign(end[0] - start[0]), edge(arrow)).toBe(isBelow ? 0 : -1)
        if (isBelow) expect(end[1], edge(arrow)).toBeGreaterThan(start[1])
      }
    })

    test('have heads, and differ by a dash as well as by colour', () => {
      for (const arrow of black) expect(get(arrow, 'marker-end')).toMatch(/forward-head\)$/)
      for (const arrow of red) {
        const verdict = drawn.verdicts?.[idOf(arrow)]
        const head = verdict ? `is-${verdict}-head)` : 'backward-head)'
        expect(get(pathOf(arrow), 'marker-end').endsWith(head)).toBe(true)
      }
      expect(svg).toMatch(/\.backward path\{[^}]*stroke-dasharray/)
      expect(svg).not.toMatch(/\.forward\{[^}]*stroke-dasharray/)
    })
  })

  describe('its layout', () => {
    const steps = all.filter((e) => is(e, 'step')).map((e) => children(e, 'text'))

    test('has a column for each step, numbered and titled, from 0 on the left to 9', () => {
      expect(steps.map((lines) => lines.map(({ text }) => text))).toEqual(
        STEPS.map(({ step, title }) => [`${step}`, title]),
      )
      const xs = steps.map(([number]) => Number(number?.attributes['x']))
      expect(xs).toEqual(xs.toSorted((a, b) => b - a))
      expect(new Set(xs).size).toBe(10)
    })

    test('puts a value into the column of its step, and an input into that of its gradient', () => {
      const columns = new Map(steps.map(([n]) => [n?.text, Number(n?.attributes['x'])]))
      const places: Record<string, number> = { x: 0, eps: 5, gamma: 8, beta: 9 }
      for (const box of boxes) {
        const { left, right } = areaOf(box)
        const step = stepOf(idOf(box)) ?? places[idOf(box)]
        expect((left + right) / 2, idOf(box)).toBe(columns.get(`${step}`))
      }
    })

    test('has a lane for each shape: matrices, below them vectors, the scalar at the bottom', () => {
      const lanes = ['matrix', 'vector', 'scalar'].map((kind) => [
        ...new Set(boxes.filter((box) => is(box, kind)).map((box) => areaOf(box).top)),
      ])
      expect(lanes.map((tops) => tops.length)).toEqual([1, 1, 1])
      expect(lanes.flat()).toEqual(lanes.flat().toSorted((a, b) => a - b))
    })

    test('keeps boxes apart', () => {
      for (const [a, b] of pairs(boxes))
        expect(overlap(areaOf(a), areaOf(b)), `${idOf(a)} ${idOf(b)}`).toBe(false)
    })

    test('keeps everything inside the picture, and the text of a box inside the box', () => {
      expect(get(figure, 'viewBox')).toBe(`0 0 ${picture.right} ${picture.bottom}`)
      for (const text of texts) expect(inside(areaOfText(text), picture), text.text).toBe(true)
      for (const arrow of arrows)
        for (const point of wayOf(arrow)) expect(away(point, picture), edge(arrow)).toBe(0)
      for (const box of boxes) {
        expect(inside(areaOf(box), picture), idOf(box)).toBe(true)
        for (const text of children(box, 'text'))
          expect(inside(areaOfText(text), areaOf(box)), text.text).toBe(true)
        for (const sign of signsIn(box)) expect(inside(areaOfSign(sign), areaOf(box))).toBe(true)
      }
    })

    test('lets no text cover another, and no name of a gradient a box', () => {
      for (const [a, b] of pairs([...texts.map(areaOfText), ...signsIn(figure).map(areaOfSign)]))
        expect(overlap(a, b), `${JSON.stringify(a)} ${JSON.stringify(b)}`).toBe(false)
      for (const arrow of red)
        for (const text of children(arrow, 'text'))
          for (const box of boxes)
            expect(overlap(areaOfText(text), areaOf(box)), idOf(arrow)).toBe(false)
    })

    test('lets no arrow run through text, a sign or a box', () => {
      const solid = [
        ...texts.map(areaOfText),
        ...signsIn(figure).map(areaOfSign),
        ...all.filter((e) => is(e, 'first')).map(areaOf),
        ...boxes.map(areaOf),
      ]
      for (const arrow of arrows)
        for (const area of solid)
          for (const point of wayOf(arrow))
            expect(away(point, area), edge(arrow)).toBeGreaterThan(0)
    })

    test('lets no arrows touch', () => {
      for (const [a, b] of pairs(arrows)) {
        const nearest = Math.min(...wayOf(a).flatMap((p) => wayOf(b).map((q) => distance(p, q))))
        expect(nearest, `${edge(a)}, ${edge(b)}`).toBeGreaterThan(8)
      }
    })
  })
})

describe('the colours of the circuit', () => {
  const { figure, picture } = read({})
  const sheet = child(figure, 'style').text
  const [light, dark] = schemesOf(sheet)

  test('are light where no scheme is asked for, and each has its other in the dark', () => {
    expect(coloursOf(light).size).toBeGreaterThan(10)
    expect([...coloursOf(dark).keys()]).toEqual([...coloursOf(light).keys()])
    for (const [kind, colour] of coloursOf(light))
      expect(coloursOf(dark).get(kind)).not.toBe(colour)
  })

  test('come with their own paper, whatever the page is', () => {
    const [paper] = children(figure, 'rect')
    expect(paper?.attributes).toMatchObject({
      class: 'paper',
      width: `${picture.right}`,
      height: `${picture.bottom}`,
    })
    expect(coloursOf(light).get('.paper fill')).toBe('#ffffff')
  })

  test('leave the page around the figure alone', () => {
    const selectors = [...sheet.matchAll(/^\s*([^@{}\n]+)\{/gm)].map(([, selector]) => selector)
    expect(selectors.length).toBeGreaterThan(20)
    for (const selector of selectors) expect(selector).toMatch(/^\.circuit( [^,]+)?$/)
  })

  test.each([
    ['light', light],
    ['dark', dark],
  ])('can be read with contrast to spare: %s', (_, rules) => {
    const colours = coloursOf(rules)
    const colour = (kind: string) => colours.get(kind) ?? expect.fail(`no colour for ${kind}`)
    const inks = ['text fill', '.backward text fill', '.forward stroke', '.backward path stroke']
    const boxes = ['.matrix rect', '.vector rect', '.scalar rect']
    const readings = [
      ...inks.flatMap((ink) => ['.paper fill', '.band fill'].map((ground) => [ink, ground])),
      ...boxes.flatMap((box) => ['text fill', '.quiet fill'].map((ink) => [ink, `${box} fill`])),
      ...boxes.map((box) => [`${box} stroke`, '.band fill']),
      ['.step .number fill', '.step circle fill'],
    ] as [string, string][]
    for (const [ink, ground] of readings)
      expect(contrast(colour(ink), colour(ground)), `${ink} on ${ground}`).toBeGreaterThan(4.5)
  })
})
