/** A way on the figure along level and upright stretches; y grows downwards, as in SVG. */
export type Way = readonly Point[]
export type Point = readonly [x: number, y: number]

/** Half the distance between an arrow and its partner on the way back. */
const LANE = 8
/** The radius of a corner before the two directions part, where there is room, and what is left straight for the head. */
const CORNER = 36
const HEAD = 10
/** From an arrow to its name: down to the line the letters stand on, or across to their edge. */
const BELOW = 17
const ASIDE = 7

const distance = ([aX, aY]: Point, [bX, bY]: Point) => Math.hypot(bX - aX, bY - aY)
const middle = ([aX, aY]: Point, [bX, bY]: Point): Point => [(aX + bX) / 2, (aY + bY) / 2]

/** The unit step from one point towards another. */
function towards(from: Point, to: Point): Point {
  const length = distance(from, to)
  return [(to[0] - from[0]) / length, (to[1] - from[1]) / length]
}

/** The way moved to its own left: both directions of a pair do so and never touch, and the one back runs below. */
export function keepLeft(way: Way): Way {
  const lefts = way.slice(1).map((end, i): Point => {
    const [dx, dy] = towards(way[i] as Point, end)
    return [dy * LANE, -dx * LANE]
  })
  return way.map(([x, y], i) => {
    const [before, after] = [lefts[i - 1] ?? [0, 0], lefts[i] ?? [0, 0]]
    return [x + (before[0] || after[0]), y + (before[1] || after[1])]
  })
}

/** The path of a way, with corners so rounded that the two directions of a pair stay parallel. */
export function rounded(way: Way): string {
  const last = way.length - 1
  const parts = way.map((point, i) => {
    if (i === 0) return `M${point.join(' ')}`
    if (i === last) return `L${point.join(' ')}`
    const [before, after] = [way[i - 1] as Point, way[i + 1] as Point]
    const room = (other: Point, isEnd: boolean) =>
      isEnd ? distance(point, other) - HEAD : distance(point, other) / 2
    const [into, outOf] = [towards(point, before), towards(point, after)]
    const turnsLeft = into[0] * outOf[1] > into[1] * outOf[0]
    const radius = Math.min(
      CORNER + (turnsLeft ? -LANE : LANE),
      room(before, i === 1),
      room(after, i === last - 1),
    )
    const at = ([dx, dy]: Point, share: number) =>
      [point[0] + dx * radius * share, point[1] + dy * radius * share].map(Math.round).join(' ')
    return `L${at(into, 1)}C${at(into, 0.45)} ${at(outOf, 0.45)} ${at(outOf, 1)}`
  })
  return parts.join('')
}

/** Where the name of an arrow stands: on the left of its longest stretch, which is the outside of the pair. */
export function beside(way: Way): { at: Point; anchor: 'start' | 'middle' | 'end' } {
  const stretches = way.slice(1).map((end, i) => ({ start: way[i] as Point, end }))
  const length = ({ start, end }: { start: Point; end: Point }) => distance(start, end)
  const { start, end } = stretches.reduce((a, b) => (length(b) > length(a) ? b : a))
  const [x, y] = middle(start, end)
  if (start[1] === end[1]) return { at: [x, y + BELOW], anchor: 'middle' }
  return start[1] < end[1]
    ? { at: [x + ASIDE, y + BELOW], anchor: 'start' }
    : { at: [x - ASIDE, y + BELOW], anchor: 'end' }
}
