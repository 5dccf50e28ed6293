import { abs, doubleDouble, number, type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import { exponentFor, power, widen } from '../fused/scale.ts'
import type { ForwardVectors } from '../fused/statistics.ts'
import type { Mode } from '../graph.ts'
import { type Matrix, vector } from '../matrix.ts'
import { type ForwardInputs, statisticsOf } from '../passes.ts'
import type { GradientName, Precision } from './methods.ts'

/**
 * A bound for every number of a gradient (N,D), linear in what the number is made of:
 * dout * |dout| + xhat * |xhat| + rest. The coefficients are (1,D), none negative.
 */
export type Bound = Readonly<Record<'dout' | 'xhat' | 'rest', WideMatrix>>

/** One for every gradient. Those of dgamma and dbeta, (1,D), are all rest. */
export type Bounds = Readonly<Record<GradientName, Bound>>

/**
 * How large the numbers are that meet in the formula dx = gamma * ivar * (dout - mean(dout) - xhat * mean(dout * xhat)),
 * and in those of dgamma and dbeta, each without its sign. How far two right answers may lie apart follows from these,
 * not from the results, in which they may cancel. A bound needs no more digits than a few, but any range: what is summed
 * over the examples is summed in float64, in the unit of its channel.
 */
export interface Sizes {
  readonly n: number
  readonly mode: Mode
  /** dout, (N,D), and sums of it in the units of the channels. */
  readonly dout: InUnits
  readonly sums: Sums
  /** sum |dout|, max |dout| and sum |dout * xhat|, (1,D); and max |xhat|. */
  readonly sum: WideMatrix
  readonly largest: WideMatrix
  readonly pulled: WideMatrix
  readonly farthest: WideMatrix
  /** |gamma|, |beta| and step 6, (1,D). */
  readonly gamma: WideMatrix
  readonly beta: WideMatrix
  readonly ivar: WideMatrix
  /** The largest |x|, and the largest distance of x from the origin it is measured from, as multiples of sqrtvar. */
  readonly reach: Readonly<Record<Precision, WideMatrix>>
  /** The sum of the terms of each gradient without their signs. */
  readonly terms: Bounds
}

const { add, mul, div, lift } = doubleDouble

/** The sizes at some inputs, for their xhat and dout (N,D). */
export function sizesOf(
  given: ForwardInputs,
  { ivar }: ForwardVectors,
  xhat: Matrix,
  dout: Matrix,
): Sizes {
  const { n } = given.x
  const [gamma, beta] = [abs(lift(given.gamma)), abs(lift(given.beta))]
  const scaled = inUnits(dout)
  const sums = sumsOf(scaled, xhat)
  const sum = wide(sums.size, scaled)
  const pulled = wide(sums.pulled, scaled)
  return {
    n,
    mode: given.mode,
    dout: scaled,
    ...{ sums, sum, pulled, gamma, beta, ivar },
    largest: wide(sums.largest, scaled),
    farthest: lift(vector(sums.farthest)),
    reach: reachOf(given, ivar),
    terms: {
      dx: termsOfDx(given.mode, mul(gamma, ivar), { sum, pulled }, n),
      dgamma: onlyRest(pulled),
      dbeta: onlyRest(sum),
    },
  }
}

/** A bound that is the same for all examples. */
export function onlyRest(rest: WideMatrix): Bound {
  const none = zeros(1, rest.d)
  return { dout: none, xhat: none, rest }
}

/** |dout| + mean |dout| + (1 + |xhat|) mean |dout * xhat|, times the slope; the 1 keeps it from vanishing with xhat. */
function termsOfDx(
  mode: Mode,
  slope: WideMatrix,
  { sum, pulled }: Pick<Sizes, 'sum' | 'pulled'>,
  n: number,
): Bound {
  if (mode === 'eval') return { ...onlyRest(zeros(1, slope.d)), dout: slope }
  const shares = mul(slope, div(pulled, number(n)))
  return { dout: slope, xhat: shares, rest: add(mul(slope, div(sum, number(n))), shares) }
}

/** A matrix (N,D), divided by 2 ** exponent in every channel. */
interface InUnits {
  readonly data: Float64Array
  readonly exponents: readonly number[]
}

function inUnits({ n, d, data }: Matrix): InUnits {
  const largest = new Float64Array(d)
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < d; j++, k++) largest[j] = Math.max(largest[j], Math.abs(data[k]))
  }
  const exponents = Array.from(largest, exponentFor)
  const factors = exponents.map((exponent) => power(-exponent))
  const scaled = new Float64Array(n * d)
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < d; j++, k++) scaled[k] = data[k] * factors[j]
  }
  return { data: scaled, exponents }
}

/** Sums over the examples of every channel, those of dout in its unit. */
interface Sums {
  /** sum dout and sum(dout * xhat). */
  readonly total: Float64Array
  readonly pull: Float64Array
  /** The same of the numbers without their signs, and the largest of them. */
  readonly size: Float64Array
  readonly pulled: Float64Array
  readonly largest: Float64Array
  readonly farthest: Float64Array
}

function sumsOf({ data: dout }: InUnits, { n, d, data: xhat }: Matrix): Sums {
  const [total, pull, size, pulled, largest, farthest] = Array.from(
    { length: 6 },
    () => new Float64Array(d),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < d; j++, k++) {
      const share = dout[k] * xhat[k]
      total[j] += dout[k]
      pull[j] += share
      size[j] += Math.abs(dout[k])
      pulled[j] += Math.abs(share)
      largest[j] = Math.max(largest[j], Math.abs(dout[k]))
      farthest[j] = Math.max(farthest[j], Math.abs(xhat[k]))
    }
  }
  return { total, pull, size, pulled, largest, farthest }
}

function wide(totals: Float64Array, { exponents }: InUnits): WideMatrix {
  const out = zeros(1, totals.length)
  for (const [j, exponent] of exponents.entries()) widen(out, j, totals[j], 0, exponent)
  return out
}

function reachOf(given: ForwardInputs, ivar: WideMatrix): Sizes['reach'] {
  const { n, d, data } = given.x
  const origins = statisticsOf(given)?.mean.data ?? data
  const size = new Float64Array(d)
  const distance = new Float64Array(d)
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < d; j++, k++) {
      size[j] = Math.max(size[j], Math.abs(data[k]))
      distance[j] = Math.max(distance[j], Math.abs(data[k] - origins[j]))
    }
  }
  // A distance beyond float64 is taken for the largest float64: half of what it is at least.
  for (let j = 0; j < d; j++) distance[j] = Math.min(distance[j], Number.MAX_VALUE)
  return {
    float64: mul(lift(vector(size)), ivar),
    'double-double': mul(lift(vector(distance)), ivar),
  }
}
