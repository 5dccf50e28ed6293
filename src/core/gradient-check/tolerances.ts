import { doubleDouble, number, rounded } from '../arithmetics/double-double.ts'
import type { Matrix } from '../matrix.ts'
import { boundOn, plus, times, total } from './bounds.ts'
import type { GradientName } from './methods.ts'
import type { Setup } from './setup.ts'
import { type Bounds, onlyRest, type Sizes } from './sizes.ts'

const { add, mul, div } = doubleDouble

/**
 * The absolute part of the tolerance for every number of a check: atol where one was given, else what rounding may
 * cost whoever computed the gradients.
 *
 * @param claimed (N,D) for dx, (1,D) for dgamma and dbeta
 * @param own whether they are the service's own
 */
export function floorOf(
  name: GradientName,
  claimed: Matrix,
  own: boolean,
  setup: Setup,
): Float64Array {
  const { settings, looks, sizes } = setup
  const floor = own
    ? boundOn(name, times(number(OWN), sizes.terms[name]), claimed, HALF_ULP, setup)
    : boundOn(name, roundingOfClaims(sizes)[name], claimed, 0, setup)
  const { atol } = settings
  if (atol === undefined) return floor
  if (!settings.unsigned || !looks.probes) return floor.fill(atol)
  return floor.map((_, r) => atol * torchScale(looks.probes?.[name][r] as Matrix, sizes))
}

/** Half a unit in the last place, of a number that is a float64: what rounding it once may have cost. */
export const HALF_ULP = 2 ** -53

/** Of the terms of the service's own gradients: next to nothing, but more than the noise of the default method. */
const OWN = 2 ** -60

/** Units in the last place, times sqrt(N). Tried on thousands of batches: right backward passes need a tenth of it. */
const HONEST_ULPS = 16

/**
 * What rounding in float64 may cost a right implementation on these inputs: a few units in the last place of the terms
 * of a gradient, and what taking the mean off a distant x has cost xhat.
 */
function roundingOfClaims({ n, mode, sum, gamma, ivar, reach, terms }: Sizes): Bounds {
  const unit = number(HONEST_ULPS * 2 ** -53 * Math.sqrt(n))
  const throughXhat = mul(reach.float64, sum)
  const slope = mul(gamma, ivar)
  const fromAfar = {
    ...onlyRest(mul(slope, div(throughXhat, number(n)))),
    dout: mul(slope, reach.float64),
  }
  return {
    dx: times(unit, mode === 'train' ? plus(terms.dx, fromAfar) : terms.dx),
    dgamma: onlyRest(mul(unit, add(terms.dgamma.rest, throughXhat))),
    dbeta: times(unit, terms.dbeta),
  }
}

/** What torch's fast mode multiplies its atol by: the sum of the probe times the sum of the cotangent. */
function torchScale({ data }: Matrix, { sum }: Sizes): number {
  return total(data) * total(rounded(sum).data)
}
