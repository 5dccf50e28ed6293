/** SVG read as far as the figures need it, and the areas of what is in it. */

export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

const TOKEN =
  /<(?<close>\/?)(?<tag>[a-z]+)(?<attributes>(?:\s+[\w:-]+="[^"<&]*")*)\s*(?<empty>\/?)>|(?:[^<>&]|&(?:amp|lt|gt|quot|#39);)+/iy

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

/** @throws SyntaxError where tags, attributes or text are not well-formed XML, as far as the figure needs it. */
export function parseSvg(xml: string): Element {
  const token = new RegExp(TOKEN)
  const root: Element = { tag: '', attributes: {}, children: [], text: '' }
  const open = [root]
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    const [match, parent] = [token.exec(xml), open.at(-1)]
    if (!match || !parent) throw new SyntaxError(`not well-formed: ${xml.slice(at, at + 60)}`)
    const { tag, close, empty, attributes = '' } = match.groups ?? {}
    if (tag === undefined)
      parent.text += match[0].replaceAll(/&[^;]+;/g, (each) => ENTITIES[each] ?? each)
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

export const within = (element: Element): Element[] => [
  element,
  ...element.children.flatMap(within),
]
export const get = (element: Element, attribute: string) => element.attributes[attribute] ?? ''
export const number = (element: Element, attribute: string) => Number(get(element, attribute))
export const idOf = (element: Element) => get(element, 'id')
export const is = (element: Element, kind: string) =>
  get(element, 'class').split(' ').includes(kind)
export const children = (element: Element, tag: string) =>
  element.children.filter((c) => c.tag === tag)

/** @throws ReferenceError when there is none */
export function child(element: Element, tag: string): Element {
  const [first] = children(element, tag)
  if (!first) throw new ReferenceError(`no ${tag} in ${idOf(element)}`)
  return first
}

export interface Area {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The area of a rectangle. */
export function areaOfRect(rect: Element): Area {
  const [left, top] = [number(rect, 'x'), number(rect, 'y')]
  return {
    left,
    right: left + number(rect, 'width'),
    top,
    bottom: top + number(rect, 'height'),
  }
}

/** The area of a text in a wide face: SVG can't measure, and nobody knows the reader's fonts. */
export function areaOfText(text: Element): Area {
  const [x, y, size] = [number(text, 'x'), number(text, 'y'), number(text, 'font-size')]
  const width = 0.62 * size * text.text.length
  const before = { start: 0, middle: 0.5, end: 1 }[get(text, 'text-anchor')] ?? Number.NaN
  const left = x - width * before
  return { left, right: left + width, top: y - 0.8 * size, bottom: y + 0.22 * size }
}

export const overlap = (a: Area, b: Area) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
export const inside = (a: Area, b: Area) =>
  a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom

export function pairs<T>(things: readonly T[]): [T, T][] {
  return things.flatMap((a, i) => things.slice(i + 1).map((b): [T, T] => [a, b]))
}

export type Point = readonly [x: number, y: number]

export const distance = ([aX, aY]: Point, [bX, bY]: Point) => Math.hypot(aX - bX, aY - bY)

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

/** Points along a path of M, L and C, so close together that no letter fits between two. */
export function pointsOf(d: string): Point[] {
  const points: Point[] = []
  if (!/^M[-\d. ]+([LC][-\d. ]+)+$/.test(d)) throw new SyntaxError(`no such path: ${d}`)
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

/** 0 inside the area. */
export const away = ([x, y]: Point, { left, right, top, bottom }: Area) =>
  Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0))
