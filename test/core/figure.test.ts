import { describe, expect, test } from 'vitest'
import { inputsOf, stepOf } from '../../src/core/circuit.ts'
import { circuitFigure } from '../../src/core/figure.ts'
import { BACKWARD, FORWARD, INPUTS, STEPS } from '../../src/core/graph.ts'

interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

const TOKEN =
  /<(?<close>\/?)(?<tag>[a-z]+)(?<attributes>(?:\s+[\w:-]+="[^"<&]*")*)\s*(?<empty>\/?)>|(?:[^<>&]|&(?:amp|lt|gt);)+/iy

/** @throws SyntaxError where tags, attributes or text are not well-formed XML, as far as the figure needs it. */
function parse(xml: string): Element {
  const token = new RegExp(TOKEN)
  const root: Element = { tag: '', attributes: {}, children: [], text: '' }
  const open = [root]
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    const [match, parent] = [token.exec(xml), open.at(-1)]
    if (!match || !parent) throw new SyntaxError(`not well-formed: ${xml.slice(at, at + 60)}`)
    const { tag, close, empty, attributes = '' } = match.groups ?? {}
    if (tag === undefined) parent.text += match[0]
    else if (close) {
      if (parent.tag !== tag) throw new SyntaxError(`<${parent.tag}> is closed by </${tag}>`)
      open.pop()
    } else {
      const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)]
      const byName = Object.fromEntries(pairs.map(([, key, value]) => [key, value]))
      if (Object.keys(byName).length < pairs.length)
        throw new SyntaxError(`twice in: ${attributes}`)
      const element = { tag, attributes: byName, children: [], text: '' }
      parent.children.push(element)
      if (!empty) open.push(element)
    }
  }
  const [only, ...others] = root.children
  if (open.length > 1 || !only || others.length > 0) throw new SyntaxError('not one element')
  return only
}

const svg = circuitFigure()
const figure = parse(svg)

const within = (element: Element): Element[] => [element, ...element.children.flatMap(within)]
const all = within(figure)

const get = (element: Element, attribute: string) => element.attributes[attribute] ?? ''
const number = (element: Element, attribute: string) => Number(get(element, attribute))
const idOf = (element: Element) => get(element, 'id')
const is = (element: Element, kind: string) => get(element, 'class').split(' ').includes(kind)
const named = (id: string) => all.find((e) => idOf(e) === id) ?? expect.fail(`no ${id}`)
const children = (element: Element, tag: string) => element.children.filter((c) => c.tag === tag)
const child = (element: Element, tag: string) =>
  children(element, tag)[0] ?? expect.fail(`no ${tag} in ${idOf(element)}`)

const names = (values: readonly { name: string }[]) => values.map(({ name }) => name)

const boxes = all.filter((e) => idOf(e) && ['matrix', 'vector', 'scalar'].some((k) => is(e, k)))
const black = all.filter((e) => is(e, 'forward') && get(e, 'data-to'))
const red = all.filter((e) => is(e, 'backward') && idOf(e))
const arrows = [...black, ...red]
const texts = all.filter(({ tag }) => tag === 'text')

const pathOf = (arrow: Element) => (arrow.tag === 'path' ? arrow : child(arrow, 'path'))
const edge = (arrow: Element) => `${get(arrow, 'data-from')} -> ${get(arrow, 'data-to')}`
const edgeBack = (arrow: Element) => `${get(arrow, 'data-to')} -> ${get(arrow, 'data-from')}`

interface Area {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const picture: Area = {
  left: 0,
  right: number(figure, 'width'),
  top: 0,
  bottom: number(figure, 'height'),
}

function areaOf(box: Element): Area {
  const rect = child(box, 'rect')
  const [left, top] = [number(rect, 'x'), number(rect, 'y')]
  return {
    left,
    right: left + number(rect, 'width'),
    top,
    bottom: top + number(rect, 'height'),
  }
}

/** The area of a text in a wide face: SVG can't measure, and nobody knows the reader's fonts. */
function areaOfText(text: Element): Area {
  const [x, y, size] = [number(text, 'x'), number(text, 'y'), number(text, 'font-size')]
  const width = 0.62 * size * text.text.length
  const before = { start: 0, middle: 0.5, end: 1 }[get(text, 'text-anchor')] ?? Number.NaN
  const left = x - width * before
  return { left, right: left + width, top: y - 0.8 * size, bottom: y + 0.22 * size }
}

const overlap = (a: Area, b: Area) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
const inside = (a: Area, b: Area) =>
  a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom

type Point = readonly [x: number, y: number]

const distance = ([aX, aY]: Point, [bX, bY]: Point) => Math.hypot(aX - bX, aY - bY)

/** The point of the curve with these control points, by De Casteljau. */
function bezier([first, ...rest]: readonly Point[], t: number): Point {
  if (!first) throw new RangeError('a curve needs points')
  if (rest.length === 0) return first
  const starts = [first, ...rest]
  const nearer = rest.map(([x, y], k): Point => {
    const [fromX, fromY] = starts[k] as Point
    return [fromX + (x - fromX) * t, fromY + (y - fromY) * t]
  })
  return bezier(nearer, t)
}

/** Points along an arrow, so close together that no letter fits between two. */
function pointsOf(arrow: Element): Point[] {
  const points: Point[] = []
  const d = get(pathOf(arrow), 'd')
  expect(d).toMatch(/^M[-\d. ]+([LC][-\d. ]+)+$/)
  for (const [command] of d.matchAll(/[MLC][-\d. ]+/g)) {
    const pairs = command.slice(1).match(/\S+ \S+/g) ?? []
    const knots = pairs.map((pair) => pair.split(' ').map(Number) as [number, number])
    const from = points.at(-1)
    const end = knots.at(-1) as Point
    const count = from ? Math.ceil(distance(from, end) / 3) : 1
    for (let k = 1; k <= count; k += 1)
      points.push(bezier(from ? [from, ...knots] : [end], k / count))
  }
  return points
}

const ways = new Map(arrows.map((arrow) => [arrow, pointsOf(arrow)]))
const wayOf = (arrow: Element) => ways.get(arrow) ?? []
const endsOf = (arrow: Element) => [wayOf(arrow)[0], wayOf(arrow).at(-1)] as [Point, Point]

/** 0 inside the area. */
const away = ([x, y]: Point, { left, right, top, bottom }: Area) =>
  Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0))

function pairs<T>(things: readonly T[]): [T, T][] {
  return things.flatMap((a, i) => things.slice(i + 1).map((b): [T, T] => [a, b]))
}

describe('the figure of the circuit', () => {
  test('is well-formed XML', () => {
    expect(figure.tag).toBe('svg')
    expect(get(figure, 'xmlns')).toBe('http://www.w3.org/2000/svg')
  })

  test.each(['<a><b></a>', '<a>', '</a>', '<a/><b/>', '<a>1 < 2</a>', '<a>R&D</a>', '<a b=1/>'])(
    'would not pass as XML if it were like %s',
    (broken) => expect(() => parse(broken)).toThrow(SyntaxError),
  )

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
      expect(children(box, 'text')[1]?.text).toBe(shape)
      if (shape === '(N,D)') expect(roundness, idOf(box)).toBeLessThan(0.15)
      else expect(roundness, idOf(box)).toBe(0.5)
    }
  })
})

describe('its arrows', () => {
  test('forward are the edges of the table, each once, and no others', () => {
    const table = FORWARD.flatMap((made) => inputsOf(made).map((name) => `${name} -> ${made.name}`))
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
    for (const arrow of black) expect(get(arrow, 'marker-end')).toBe('url(#forward-head)')
    for (const arrow of red) expect(get(pathOf(arrow), 'marker-end')).toBe('url(#backward-head)')
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
    }
  })

  test('lets no text cover another, and no name of a gradient a box', () => {
    for (const [a, b] of pairs(texts))
      expect(overlap(areaOfText(a), areaOfText(b)), `${a.text} ${b.text}`).toBe(false)
    for (const arrow of red)
      for (const box of boxes)
        expect(overlap(areaOfText(child(arrow, 'text')), areaOf(box)), idOf(arrow)).toBe(false)
  })

  test('lets no arrow run through text or a box', () => {
    for (const arrow of arrows)
      for (const area of [...texts.map(areaOfText), ...boxes.map(areaOf)])
        for (const point of wayOf(arrow)) expect(away(point, area), edge(arrow)).toBeGreaterThan(0)
  })

  test('lets no arrows touch', () => {
    for (const [a, b] of pairs(arrows)) {
      const nearest = Math.min(...wayOf(a).flatMap((p) => wayOf(b).map((q) => distance(p, q))))
      expect(nearest, `${edge(a)}, ${edge(b)}`).toBeGreaterThan(8)
    }
  })
})

describe('its colours', () => {
  const sheet = child(figure, 'style').text
  const [light = '', dark = ''] = sheet.split('@media (prefers-color-scheme:dark){')
  const RULE = /^([^{}@\n]+)\{([^}]*)\}$/gm

  function coloursOf(rules: string): Map<string, string> {
    return new Map(
      [...rules.matchAll(RULE)].flatMap(([, selector = '', looks = '']) =>
        [...looks.matchAll(/(fill|stroke):(#[0-9a-f]{6})/g)].map(
          ([, property, colour = '']): [string, string] => [
            `${selector.replace('.circuit ', '')} ${property}`,
            colour,
          ],
        ),
      ),
    )
  }

  /** The relative luminance of WCAG 2. */
  function luminance(colour: string): number {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
    }) as [number, number, number]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }

  function contrast(a: string, b: string): number {
    const [low, high] = [luminance(a), luminance(b)].toSorted((p, q) => p - q) as [number, number]
    return (high + 0.05) / (low + 0.05)
  }

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
