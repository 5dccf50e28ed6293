import { inputsOf } from '../circuit.ts'
import { STEPS, type Value } from '../graph.ts'
import type { Box, Layout } from './layout.ts'
import { keepLeft, type Point, type Way } from './line.ts'

/** One arrow of the figure. Where it has no `from` or no `to`, it crosses the border. */
export interface Arrow {
  readonly from?: string
  readonly to?: string
  readonly way: Way
}

/** A red arrow, with the gradient it carries. */
export interface Gradient extends Arrow {
  readonly name: string
}

/** Air between a box and the arrows that touch it. */
const AIR = 4
/** How far an arrow rises over a box in its way, or dips under a gap too narrow for its name. */
const RISE = 44
const DIP = 24
/** Where on a box such an arrow sets out and lands, left or right of the middle. */
const ASIDE = 22

const top = ({ x, y, height }: Box, dx = 0): Point => [x + dx, y - height / 2 - AIR]
const bottom = ({ x, y, height }: Box, dx = 0): Point => [x + dx, y + height / 2 + AIR]
const left = ({ x, y, width }: Box): Point => [x - width / 2 - AIR, y]
const right = ({ x, y, width }: Box): Point => [x + width / 2 + AIR, y]

function find(name: string, { boxes }: Layout): Box {
  const box = boxes.find((each) => each.name === name)
  if (!box) throw new ReferenceError(`the figure has no box for ${name}`)
  return box
}

const neighbours = (from: Box, to: Box) => from.y === to.y && to.column === from.column + 1

/** The way from one box to another, before the two directions part. */
function track(from: Box, to: Box): Way {
  if (from.column === to.column) return [top(from), bottom(to)]
  if (from.y < to.y) return [bottom(from), [from.x, to.y], left(to)]
  if (from.y > to.y) return [right(from), [to.x, from.y], bottom(to)]
  if (neighbours(from, to)) return [right(from), left(to)]
  const [start, end] = [top(from, ASIDE), top(to, -ASIDE)]
  return [start, [start[0], start[1] - RISE], [end[0], end[1] - RISE], end]
}

/** The way back between two neighbours, under a gap too narrow for the gradient's name. */
function under(from: Box, to: Box): Way {
  const [start, end] = [bottom(from, -ASIDE), bottom(to, ASIDE)]
  return [start, [start[0], start[1] + DIP], [end[0], end[1] + DIP], end]
}

/** A gradient is named d and its value; where the value is read twice, it has a number too. */
const isGradientOf = (name: string) => (value: Value) =>
  new RegExp(`^d${name}\\d*$`).test(value.name)

/** Every value of the forward pass with each of its inputs, and the gradient that goes back between them. */
function pairsIn(layout: Layout) {
  return STEPS.flatMap(({ forward, backward }) =>
    forward.flatMap((made) =>
      inputsOf(made).map((name) => ({
        from: find(name, layout),
        to: find(made.name, layout),
        gradient: backward.find(isGradientOf(name)),
      })),
    ),
  )
}

/** The black arrows: from each value to what is made of it. */
export function forwardArrows(layout: Layout): Arrow[] {
  return pairsIn(layout).map(({ from, to, gradient }) => {
    const middle = track(from, to)
    const shares = gradient !== undefined && !neighbours(from, to)
    return { from: from.name, to: to.name, way: shares ? keepLeft(middle) : middle }
  })
}

/** The red arrows: dout in, a gradient back along every black arrow that has one, dx out. */
export function gradients(layout: Layout): Gradient[] {
  const [entrance, exit] = [right(find('out', layout)), left(find('x', layout))]
  const { crossing } = layout
  const back = pairsIn(layout).flatMap(({ from, to, gradient }) => {
    if (gradient === undefined) return []
    const way = neighbours(from, to) ? under(to, from) : keepLeft(track(from, to).toReversed())
    return { name: gradient.name, from: to.name, to: from.name, way }
  })
  return [
    { name: 'dout', to: 'out', way: [[entrance[0] + crossing, entrance[1]], entrance] },
    ...back,
    { name: 'dx', from: 'x', way: [exit, [exit[0] - crossing, exit[1]]] },
  ]
}
