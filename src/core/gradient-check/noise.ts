import { doubleDouble, largest, type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import { matrix } from '../matrix.ts'
import { acrossChannels, boundLookedAt } from './looks.ts'
import { type GradientName, ORDER, type Precision } from './methods.ts'
import type { Setup } from './setup.ts'
import type { Bounds } from './sizes.ts'
import { halfUlp } from './tolerances.ts'

const { add, mul, div, sum, lift } = doubleDouble
const number = (value: number) => lift(matrix(1, 1, [value]))

/**
 * What every number of a comparison may be off by though both sides are right: one rounding of its slope, the
 * truncation of every element that moved, and half a unit in the last place of the claims, which are float64.
 *
 * @param claimed (N,D) for dx, (1,D) for dgamma and dbeta
 */
export function noiseOf(name: GradientName, claimed: WideMatrix, setup: Setup): WideMatrix {
  const { looks } = setup
  const rounding = roundingOf(setup)[name]
  const byElement = add(truncationOf(name, setup), halfUlp(claimed))
  return add(
    boundLookedAt(name, byElement, looks),
    looks.pooled ? acrossChannels(rounding) : rounding,
  )
}

/** Units in the last place of each arithmetic, with room for the operations of a forward pass. */
const NOISE_ULPS: Readonly<Record<Precision, number>> = {
  'double-double': 16 * 2 ** -104,
  float64: 8 * 2 ** -53,
}

/** The rounding of one slope in each channel, (1,D), whatever its direction. */
function roundingOf(setup: Setup): Bounds {
  const { scheme, precision } = setup.settings
  const unit = number(NOISE_ULPS[precision])
  const { dx, dgamma, dbeta } =
    scheme === 'complex-step' ? withoutDifferences(setup) : ofDifferences(setup)
  return { dx: mul(unit, dx), dgamma: mul(unit, dgamma), dbeta: mul(unit, dbeta) }
}

/** Two nearly equal losses are subtracted and divided by the step: the sizes of their terms over the step. */
function ofDifferences({ sizes, steps, settings: { precision } }: Setup): Bounds {
  const { dout, xhat, gamma, beta, ivar, reach } = sizes
  const spread = add(xhat, reach[precision])
  const offset = precision === 'float64' ? beta : zeros(1, beta.d)
  const terms = (gammax: WideMatrix, shift: WideMatrix) => sum(mul(dout, add(gammax, shift)))
  return {
    dx: div(terms(mul(gamma, add(spread, mul(steps.x, ivar))), offset), steps.x),
    dgamma: div(terms(mul(add(gamma, steps.gamma), spread), offset), steps.gamma),
    dbeta: div(terms(mul(gamma, spread), add(offset, steps.beta)), steps.beta),
  }
}

/** Nothing is subtracted but x and its mean. */
function withoutDifferences({ sizes, settings: { precision } }: Setup): Bounds {
  const { dout, xhat, reach, terms } = sizes
  const far = reach[precision]
  return {
    dx: mul(add(number(1), far), largest(terms.dx)),
    dgamma: sum(mul(dout, add(xhat, far))),
    dbeta: terms.dbeta,
  }
}

/**
 * The truncation of every element's slope: four times a power of the step in units of sqrtvar, for the derivatives of
 * xhat are no larger than that. Only out's dependence on x is curved, and only in training.
 */
function truncationOf(name: GradientName, { sizes, steps, settings }: Setup): WideMatrix {
  if (name !== 'dx' || sizes.mode === 'eval') return zeros(1, sizes.ivar.d)
  const relativeStep = mul(steps.x, sizes.ivar)
  let bound = number(4)
  for (let power = 0; power < ORDER[settings.scheme]; power++) bound = mul(bound, relativeStep)
  return mul(bound, sizes.terms.dx)
}
