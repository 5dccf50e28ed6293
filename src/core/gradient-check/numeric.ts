import { copy } from '../arithmetics/dd.ts'
import { doubleDouble, type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import { type Matrix, matrix, type Shape } from '../matrix.ts'
import type { Noise } from './bounds.ts'
import { GRADIENTS, type GradientName, type Scheme } from './methods.ts'
import { type Point, slope } from './slopes.ts'

/**
 * Directions in which the claimed gradients are looked at, (N,D) for dx and (1,D) for dgamma and dbeta; without any,
 * every element is looked at by itself.
 */
export type Probes = Readonly<Record<GradientName, readonly Matrix[]>>

/** What the numbers of a check stand for: one per element, one per probe and channel, or one per probe. */
export interface Looks {
  readonly scheme: Scheme
  readonly probes: Probes | undefined
  /** The channels of a probe added up. */
  readonly pooled: boolean
}

const { add, mul, sum, lift } = doubleDouble

/** A gradient as the forward pass shows it: (N,D) or (1,D) by elements, (P,D) for P probes, (P,1) when pooled. */
export function numericGradient<M extends Shape>(
  name: GradientName,
  point: Point<M>,
  widen: (slopes: M) => WideMatrix,
  { scheme, probes, pooled }: Looks,
): WideMatrix {
  const input = GRADIENTS[name]
  const { n, d } = name === 'dx' ? point.shape : { n: 1, d: point.shape.d }
  const directions = probes ? probes[name] : unitRows(n, d)
  const slopes = stack(
    Array.from(directions, (direction) =>
      widen(slope(scheme, point, input, point.arithmetic.lift(direction))),
    ),
  )
  return pooled ? acrossChannels(slopes) : slopes
}

/** A claimed gradient, looked at in the same way. */
export function lookedAt(
  name: GradientName,
  claimed: WideMatrix,
  { probes, pooled }: Looks,
): WideMatrix {
  if (!probes) return claimed
  const slopes = stack(probes[name].map((direction) => sum(mul(lift(direction), claimed))))
  return pooled ? acrossChannels(slopes) : slopes
}

/** The bound of what is looked at, from the bounds of its elements: no sign can cancel. */
export function boundLookedAt(name: GradientName, bound: WideMatrix, looks: Looks): WideMatrix {
  if (!looks.probes) return bound
  const directions = looks.probes[name].map((direction) => ({
    ...direction,
    data: direction.data.map(Math.abs),
  }))
  return lookedAt(name, bound, { ...looks, probes: { ...looks.probes, [name]: directions } })
}

/** The noise of what is looked at: one rounding a slope, and truncation from every element that a probe moves. */
export function noiseLookedAt(name: GradientName, noise: Noise, looks: Looks): WideMatrix {
  const truncation = boundLookedAt(name, noise.truncation[name], looks)
  const rounding = noise.rounding[name]
  return add(truncation, looks.pooled ? acrossChannels(rounding) : rounding)
}

/** Matrices with one row of ones each: an example moved in all channels at once. */
function* unitRows(n: number, d: number): Generator<Matrix> {
  for (let i = 0; i < n; i++) {
    const direction = matrix(n, d)
    direction.data.fill(1, i * d, (i + 1) * d)
    yield direction
  }
}

/** Rows (1,D) on top of each other. */
function stack(rows: readonly WideMatrix[]): WideMatrix {
  const d = rows[0]?.d ?? 0
  const out = zeros(rows.length, d)
  for (const [i, each] of rows.entries()) {
    for (let j = 0; j < d; j++) copy(out, i * d + j, each, j)
  }
  return out
}

/** (P,D) summed over the channels: (P,1). */
function acrossChannels(slopes: WideMatrix): WideMatrix {
  const { n, d } = slopes
  const columns = zeros(d, n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) copy(columns, j * n + i, slopes, i * d + j)
  const { hi, lo, k } = sum(columns)
  return { n, d: 1, hi, lo, k }
}
