import type { GradientName } from '../gradient-check/methods.ts'
import type { SweepCurve, SweepPoint } from '../gradient-check/sweep.ts'
import { escaped } from '../markup.ts'
import { type Axis, placeOn, round } from './curve-axes.ts'
import { LOOKS, nameOf } from './curve-style.ts'
import type { Point } from './line.ts'
import { exact } from './text.ts'

/** What is drawn, and where. */
export interface Plot {
  readonly of: GradientName
  readonly h: Axis
  readonly error: Axis
}

interface Known {
  readonly h: number
  readonly error: number
}

/** The points of a curve at which something is known. */
export const knownOf = ({ points }: SweepCurve, of: GradientName): Known[] =>
  points.flatMap((point) => {
    const error = point[of]
    return error === null ? [] : [{ h: point.h, error }]
  })

/** The point with the smallest error. */
export function bestOf(curve: SweepCurve, of: GradientName): Known | undefined {
  const known = knownOf(curve, of)
  return known.length === 0 ? undefined : known.reduce((a, b) => (b.error < a.error ? b : a))
}

/** Marks within a circle of radius 1. */
const MARKS = {
  circle: [],
  square: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  triangle: [
    [0, -1.1],
    [1, 0.75],
    [-1, 0.75],
  ],
  diamond: [
    [0, -1.15],
    [1.15, 0],
    [0, 1.15],
    [-1.15, 0],
  ],
} as const satisfies Record<string, readonly Point[]>

export function markPath(mark: keyof typeof MARKS, [x, y]: Point, radius: number): string {
  if (mark === 'circle') {
    return `M${round(x - radius)} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`
  }
  const corners = MARKS[mark].map(
    ([dx, dy]) => `${round(x + dx * radius)} ${round(y + dy * radius)}`,
  )
  return `M${corners.join('L')}z`
}

/** The most points that have large marks. */
const FEW = 40

/** A curve: a line between neighbours that are both known, and a mark on each point, with its numbers. */
export function curveLine(curve: SweepCurve, { of, h, error }: Plot): string {
  const name = nameOf(curve)
  const at = (known: Known): Point => [placeOn(h, known.h), placeOn(error, known.error)]
  const best = bestOf(curve, of)
  const radius = curve.points.length > FEW ? 2.2 : 3.4
  const marks = knownOf(curve, of).map((known) => {
    const isBest = known.h === best?.h
    const words = `${curve.method}, ${curve.precision}: at h = ${exact(known.h)} the error of ${of} is ${exact(known.error)}`
    return `<path class="mark${isBest ? ' best' : ''}" d="${markPath(LOOKS[name].mark, at(known), radius)}"><title>${escaped(isBest ? `${words}, the least of this curve` : words)}</title></path>`
  })
  return `<g class="${name}">
<path class="line" d="${stretches(curve.points, of)
    .map((some) => `M${some.map((known) => at(known).join(' ')).join('L')}`)
    .join('')}"/>
${marks.join('\n')}
</g>`
}

/** The runs of neighbours at which something is known. */
function stretches(points: readonly SweepPoint[], of: GradientName): Known[][] {
  const runs: Known[][] = [[]]
  for (const point of points) {
    const error = point[of]
    if (error === null) runs.push([])
    else runs.at(-1)?.push({ h: point.h, error })
  }
  return runs.filter((run) => run.length > 0)
}
