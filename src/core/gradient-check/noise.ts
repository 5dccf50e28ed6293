import {
  doubleDouble,
  number,
  rounded,
  type WideMatrix,
  zeros,
} from '../arithmetics/double-double.ts'
import type { Matrix } from '../matrix.ts'
import { boundOn, times, total } from './bounds.ts'
import { GRADIENTS, type GradientName, ORDER, type Precision } from './methods.ts'
import type { Setup } from './setup.ts'
import { type Bound, onlyRest } from './sizes.ts'
import { HALF_ULP } from './tolerances.ts'

const { add, mul, div } = doubleDouble

/**
 * What every number of a comparison may be off by though both sides are right: one rounding of its slope, the
 * truncation of every element that moved, and half a unit in the last place of the claims, which are float64.
 *
 * @param claimed (N,D) for dx, (1,D) for dgamma and dbeta
 */
export function noiseOf(name: GradientName, claimed: Matrix, setup: Setup): Float64Array {
  const { precision } = setup.settings
  const relative = mul(number(NOISE_ULPS[precision]), roundingOf(name, setup))
  const { data } = rounded(
    precision === 'float64' ? add(relative, underflowOf(name, setup)) : relative,
  )
  const rounding = setup.looks.pooled ? Float64Array.of(total(data)) : data
  const noise = boundOn(name, truncationOf(name, setup), claimed, HALF_ULP, setup)
  for (let k = 0; k < noise.length; k++) noise[k] += rounding[k % rounding.length] as number
  return noise
}

/** Units in the last place of each arithmetic, with room for the operations of a forward pass. */
const NOISE_ULPS: Readonly<Record<Precision, number>> = {
  'double-double': 16 * 2 ** -104,
  float64: 8 * 2 ** -53,
}

/** The rounding of one slope in each channel, (1,D), whatever its direction, in units in the last place. */
function roundingOf(name: GradientName, setup: Setup): WideMatrix {
  return setup.settings.scheme === 'complex-step'
    ? withoutDifferences(setup)[name]()
    : ofDifferences(setup)[name]()
}

/**
 * What one slope may lose in each channel, (1,D), where plain numbers fall below the smallest float64: up to its last
 * place in xhat, in out and in each term of the loss.
 */
function underflowOf(name: GradientName, { sizes: { n, sum, gamma }, steps }: Setup): WideMatrix {
  const places = add(number(n), mul(add(number(1), gamma), sum))
  return div(mul(number(Number.MIN_VALUE), places), steps[GRADIENTS[name]])
}

type Roundings = Readonly<Record<GradientName, () => WideMatrix>>

/** Two nearly equal losses are subtracted and divided by the step: the sizes of their terms over the step. */
function ofDifferences({ sizes, steps, settings: { precision } }: Setup): Roundings {
  const { sum, pulled, gamma, beta, ivar, reach } = sizes
  const shift = precision === 'float64' ? beta : zeros(1, beta.d)
  /** sum |dout| * (scale * (|xhat| + reach + further) + offset). */
  const terms = (scale: WideMatrix, further: WideMatrix, offset: WideMatrix) => {
    const spread = add(pulled, mul(add(reach[precision], further), sum))
    return add(mul(scale, spread), mul(offset, sum))
  }
  const none = zeros(1, beta.d)
  return {
    dx: () => div(terms(gamma, mul(steps.x, ivar), shift), steps.x),
    dgamma: () => div(terms(add(gamma, steps.gamma), none, shift), steps.gamma),
    dbeta: () => div(terms(gamma, none, add(shift, steps.beta)), steps.beta),
  }
}

/** Nothing is subtracted but x and its mean. */
function withoutDifferences({ sizes, settings: { precision } }: Setup): Roundings {
  const { sum, pulled, largest, farthest, reach, terms } = sizes
  const far = reach[precision]
  const largestTerm = add(
    add(mul(terms.dx.dout, largest), mul(terms.dx.xhat, farthest)),
    terms.dx.rest,
  )
  return {
    dx: () => mul(add(number(1), far), largestTerm),
    dgamma: () => add(pulled, mul(far, sum)),
    dbeta: () => sum,
  }
}

/**
 * The truncation of every element's slope: four times a power of the step in units of sqrtvar, for the derivatives of
 * xhat are no larger than that. Only out's dependence on x is curved, and only in training.
 */
function truncationOf(name: GradientName, { sizes, steps, settings }: Setup): Bound {
  if (name !== 'dx' || sizes.mode === 'eval') return onlyRest(zeros(1, sizes.ivar.d))
  const relativeStep = mul(steps.x, sizes.ivar)
  let factor = number(4)
  for (let power = 0; power < ORDER[settings.scheme]; power++) factor = mul(factor, relativeStep)
  return times(factor, sizes.terms.dx)
}
