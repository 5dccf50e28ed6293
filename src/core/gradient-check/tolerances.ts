import { abs, doubleDouble, rounded, type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import { type Matrix, matrix } from '../matrix.ts'
import { boundLookedAt } from './looks.ts'
import type { GradientName } from './methods.ts'
import type { Setup } from './setup.ts'
import type { Bounds, Sizes } from './sizes.ts'

const { add, mul, div, sum, lift } = doubleDouble
const number = (value: number) => lift(matrix(1, 1, [value]))

/**
 * The absolute part of the tolerance for every number of a check: atol where one was given, else what rounding may
 * cost whoever computed the gradients.
 *
 * @param claimed (N,D) for dx, (1,D) for dgamma and dbeta
 * @param own whether they are the service's own
 */
export function floorOf(
  name: GradientName,
  claimed: WideMatrix,
  own: boolean,
  { settings, looks, sizes }: Setup,
): WideMatrix {
  const rounding = own
    ? add(halfUlp(claimed), mul(number(OWN), sizes.terms[name]))
    : roundingOfClaims(sizes)[name]
  const floor = boundLookedAt(name, rounding, looks)
  if (settings.atol === undefined) return floor
  const scale =
    settings.unsigned && looks.probes ? torchScale(looks.probes[name], sizes) : number(1)
  return add(mul(number(settings.atol), scale), zeros(floor.n, floor.d))
}

/** Half a unit in the last place of numbers that are float64: what rounding them once may have cost. */
export function halfUlp(numbers: WideMatrix): WideMatrix {
  return mul(number(2 ** -53), abs(numbers))
}

/** Of the terms of the service's own gradients: next to nothing, but more than the noise of the default method. */
const OWN = 2 ** -60

/** Units in the last place, times sqrt(N). Tried on thousands of batches: right backward passes need a tenth of it. */
const HONEST_ULPS = 16

/**
 * What rounding in float64 may cost a right implementation on these inputs: a few units in the last place of the terms
 * of a gradient, and what taking the mean off a distant x has cost xhat.
 */
function roundingOfClaims({ n, mode, dout, gamma, ivar, reach, terms }: Sizes): Bounds {
  const unit = number(HONEST_ULPS * 2 ** -53 * Math.sqrt(n))
  const throughXhat = mul(reach.float64, sum(dout))
  const dx = mul(mul(gamma, ivar), add(mul(reach.float64, dout), div(throughXhat, number(n))))
  return {
    dx: mul(unit, mode === 'train' ? add(terms.dx, dx) : terms.dx),
    dgamma: mul(unit, add(terms.dgamma, throughXhat)),
    dbeta: mul(unit, terms.dbeta),
  }
}

/** What torch's fast mode multiplies its atol by: the sum of the probe times the sum of the cotangent, (P,1). */
function torchScale(probes: readonly Matrix[], { dout }: Sizes): WideMatrix {
  const total = (data: Float64Array) => data.reduce((all, each) => all + each, 0)
  const cotangent = total(rounded(sum(dout)).data)
  const scales = probes.map(({ data }) => total(data) * cotangent)
  return lift(matrix(probes.length, 1, scales))
}
