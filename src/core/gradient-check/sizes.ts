import { abs, doubleDouble, type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import { exponentFor, power, widen } from '../fused/scale.ts'
import type { ForwardVectors } from '../fused/statistics.ts'
import type { Mode } from '../graph.ts'
import { type Matrix, matrix, vector } from '../matrix.ts'
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
  /** dout, (N,D), divided by 2 ** exponent in every channel. */
  readonly dout: { readonly data: Float64Array; readonly exponents: readonly number[] }
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

/** A number as a matrix (1,1). */
export const number = (value: number) => lift(matrix(1, 1, [value]))

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
  return {
    n,
    mode: given.mode,
    dout: scaled,
    ...sums,
    ...{ gamma, beta, ivar },
    reach: reachOf(given, ivar),
    terms: {
      dx: termsOfDx(given.mode, mul(gamma, ivar), sums, n),
      dgamma: onlyRest(sums.pulled),
      dbeta: onlyRest(sums.sum),
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

function inUnits({ n, d, data }: Matrix): Sizes['dout'] {
  const exponents = Array.from(
    columnsOf(data, n, d, (most, value) => Math.max(most, Math.abs(value))),
    exponentFor,
  )
  const factors = exponents.map((exponent) => power(-exponent))
  const scaled = new Float64Array(n * d)
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < d; j++, k++) scaled[k] = (data[k] as number) * (factors[j] as number)
  }
  return { data: scaled, exponents }
}

/** One number for every column, each of its elements taken in from the first row to the last. */
export function columnsOf(
  data: Float64Array,
  n: number,
  d: number,
  takeIn: (total: number, value: number, k: number, j: number) => number,
): Float64Array {
  const totals = new Float64Array(d)
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < d; j++, k++) {
      totals[j] = takeIn(totals[j] as number, data[k] as number, k, j)
    }
  }
  return totals
}

function sumsOf(
  { data, exponents }: Sizes['dout'],
  { n, d, data: xhat }: Matrix,
): Pick<Sizes, 'sum' | 'largest' | 'pulled' | 'farthest'> {
  const wide = (totals: Float64Array) => {
    const out = zeros(1, d)
    for (const [j, exponent] of exponents.entries()) {
      widen(out, j, totals[j] as number, 0, exponent)
    }
    return out
  }
  return {
    sum: wide(columnsOf(data, n, d, (total, value) => total + Math.abs(value))),
    largest: wide(columnsOf(data, n, d, (most, value) => Math.max(most, Math.abs(value)))),
    pulled: wide(
      columnsOf(data, n, d, (total, value, k) => total + Math.abs(value * (xhat[k] as number))),
    ),
    farthest: lift(vector(columnsOf(xhat, n, d, (most, value) => Math.max(most, Math.abs(value))))),
  }
}

function reachOf(given: ForwardInputs, ivar: WideMatrix): Sizes['reach'] {
  const { n, d, data } = given.x
  const origins = statisticsOf(given)?.mean.data ?? data
  // A distance beyond float64 is taken for the largest float64: half of what it is at least.
  const distance = columnsOf(data, n, d, (most, value, _, j) =>
    Math.max(most, Math.min(Math.abs(value - (origins[j] as number)), Number.MAX_VALUE)),
  )
  const size = columnsOf(data, n, d, (most, value) => Math.max(most, Math.abs(value)))
  return {
    float64: mul(lift(vector(size)), ivar),
    'double-double': mul(lift(vector(distance)), ivar),
  }
}
