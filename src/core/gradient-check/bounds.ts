import { doubleDouble, rounded, type WideMatrix } from '../arithmetics/double-double.ts'
import { power } from '../fused/scale.ts'
import type { Matrix } from '../matrix.ts'
import type { GradientName } from './methods.ts'
import type { Setup } from './setup.ts'
import type { Bound, Sizes } from './sizes.ts'

const { add, mul } = doubleDouble

export function plus(a: Bound, b: Bound): Bound {
  return { dout: add(a.dout, b.dout), xhat: add(a.xhat, b.xhat), rest: add(a.rest, b.rest) }
}

/** @param factor (1,1) or (1,D) */
export function times(factor: WideMatrix, { dout, xhat, rest }: Bound): Bound {
  return { dout: mul(factor, dout), xhat: mul(factor, xhat), rest: mul(factor, rest) }
}

/**
 * What a bound is for the numbers of a check: as many as are compared, row by row. Along a probe the bounds of the
 * elements add up, each as often as it is looked at: no sign can cancel.
 *
 * @param ulps a bound beside it, as a part of every claimed number
 */
export function boundOn(
  name: GradientName,
  bound: Bound,
  claimed: Matrix,
  ulps: number,
  setup: Setup,
): Float64Array {
  const { n, d } = claimed
  const { probes, pooled } = setup.looks
  if (!probes) return boundAlong(bound, undefined, name, claimed, ulps, setup)
  const sums = probes[name].map(({ data }) => {
    const along = boundAlong(bound, data, name, claimed, ulps, setup)
    const sum = leastOf(setup.sizes).map((each) => n * each)
    for (let i = 0, k = 0; i < n; i++) for (let j = 0; j < d; j++, k++) sum[j] += along[k]
    return pooled ? Float64Array.of(total(sum)) : sum
  })
  return Float64Array.from(sums.flatMap((sum) => [...sum]))
}

/** The bound of every element of a gradient, times its direction if there is one. */
function boundAlong(
  bound: Bound,
  direction: Float64Array | undefined,
  name: GradientName,
  { n, d, data: claims }: Matrix,
  ulps: number,
  { sizes, xhat }: Setup,
): Float64Array {
  const least = leastOf(sizes)
  const rest = finite(bound.rest).map((each, j) => each + least[j])
  const perDout = finite(inUnitsOf(sizes.dout, bound.dout))
  const perXhat = finite(bound.xhat)
  // Those of dgamma and dbeta are all rest: it does not matter what they are not made of.
  const [douts, xhats] = name === 'dx' ? [sizes.dout.data, xhat.data] : [claims, claims]
  const all = new Float64Array(n * d)
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < d; j++, k++) {
      const parts = perDout[j] * Math.abs(douts[k]) + perXhat[j] * Math.abs(xhats[k])
      const size = parts + rest[j] + ulps * Math.abs(claims[k])
      all[k] = direction ? size * Math.abs(direction[k]) : size
    }
  }
  return all
}

/** What rounding any number may cost: the last place of a subnormal, in every channel that has a dout. */
function leastOf({ largest }: Sizes): Float64Array {
  return Float64Array.from(largest.hi, (dout) => (dout === 0 ? 0 : Number.MIN_VALUE))
}

/** Rounded, and the largest float64 for what lies beyond, so that it is nothing times 0. */
function finite(coefficients: WideMatrix): Float64Array {
  return rounded(coefficients).data.map((each) => Math.min(each, Number.MAX_VALUE))
}

/** What is per dout, per dout in the units of its channels. */
function inUnitsOf({ exponents }: Sizes['dout'], coefficients: WideMatrix): WideMatrix {
  const data = Float64Array.from(exponents, (exponent) => power(exponent))
  return mul(coefficients, doubleDouble.lift({ n: 1, d: data.length, data }))
}

export function total(numbers: Float64Array): number {
  let all = 0
  for (let k = 0; k < numbers.length; k++) all += numbers[k]
  return all
}
