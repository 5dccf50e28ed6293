import { abs, doubleDouble, largest, type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import type { Mode } from '../graph.ts'
import { type Matrix, matrix } from '../matrix.ts'
import { centred, type ForwardInputs, type ForwardValues } from '../passes.ts'
import { type GradientName, ORDER, type Precision, type Scheme } from './methods.ts'
import type { Steps } from './point.ts'

/**
 * How far two right answers may lie apart: what float64 may cost an honest implementation of the backward pass, and
 * what the numerical method itself may be wrong by. Both follow from the sizes of the terms that are added up in the
 * formula dx = gamma * ivar * (dout - mean(dout) - xhat * mean(dout * xhat)), not from the result, which may cancel.
 */

/** For every gradient, (N,D) for dx and (1,D) for dgamma and dbeta. */
export type Bounds = Readonly<Record<GradientName, WideMatrix>>

/** The sizes that the bounds are made of; none of them negative. */
export interface Sizes {
  readonly n: number
  readonly mode: Mode
  /** |dout|, (N,D). */
  readonly dout: WideMatrix
  /** |xhat|, (N,D). */
  readonly xhat: WideMatrix
  /** |gamma| and |beta|, (1,D). */
  readonly gamma: WideMatrix
  readonly beta: WideMatrix
  /** Step 6, (1,D). */
  readonly ivar: WideMatrix
  /** The largest |x|, and the largest distance of x from the origin it is measured from, as multiples of sqrtvar. */
  readonly reach: Readonly<Record<Precision, WideMatrix>>
  /** The sum of the terms of each gradient without their signs. */
  readonly terms: Bounds
}

const { add, mul, div, sum, lift } = doubleDouble
const number = (value: number) => lift(matrix(1, 1, [value]))
const ONE = number(1)

export function sizesOf(given: ForwardInputs, values: ForwardValues, signed: Matrix): Sizes {
  const { n } = given.x
  const { ivar } = values
  const [dout, xhat] = [abs(lift(signed)), abs(values.xhat)]
  const [gamma, beta] = [abs(lift(given.gamma)), abs(lift(given.beta))]
  const slope = mul(gamma, ivar)
  const pulled = mul(dout, xhat)
  const distance = abs(centred(given).inputs['x'] as WideMatrix)
  return {
    n,
    mode: given.mode,
    dout,
    xhat,
    gamma,
    beta,
    ivar,
    reach: {
      float64: mul(largest(abs(lift(given.x))), ivar),
      'double-double': mul(largest(distance), ivar),
    },
    terms: {
      dx: mul(slope, given.mode === 'eval' ? dout : trainingTerms(dout, xhat, n)),
      dgamma: sum(pulled),
      dbeta: sum(dout),
    },
  }
}

/** |dout| + mean |dout| + (1 + |xhat|) mean |dout * xhat|, (N,D); the 1 keeps it from vanishing where xhat does. */
function trainingTerms(dout: WideMatrix, xhat: WideMatrix, n: number): WideMatrix {
  const mean = (a: WideMatrix) => div(sum(a), number(n))
  return add(add(dout, mean(dout)), mul(add(ONE, xhat), mean(mul(dout, xhat))))
}

/** Units in the last place of the terms, times sqrt(N); tried on thousands of batches, honest implementations need a tenth of it. */
const HONEST_ULPS = 16

/**
 * What rounding in float64 may cost a right implementation on these inputs: a few units in the last place of the terms
 * of a gradient, and what taking the mean off a distant x has cost xhat.
 */
export function roundingOfClaims({ n, mode, dout, gamma, ivar, reach, terms }: Sizes): Bounds {
  const unit = number(HONEST_ULPS * 2 ** -53 * Math.sqrt(n))
  const throughXhat = mul(reach.float64, sum(dout))
  const dx = mul(mul(gamma, ivar), add(mul(reach.float64, dout), div(throughXhat, number(n))))
  return {
    dx: mul(unit, mode === 'train' ? add(terms.dx, dx) : terms.dx),
    dgamma: mul(unit, add(terms.dgamma, throughXhat)),
    dbeta: mul(unit, terms.dbeta),
  }
}

/** What the service's own gradients may be off by: next to nothing, but more than the noise of the default method. */
export function roundingOfOwn({ terms }: Sizes): Bounds {
  const unit = number(2 ** -60)
  return { dx: mul(unit, terms.dx), dgamma: mul(unit, terms.dgamma), dbeta: mul(unit, terms.dbeta) }
}

/** Half a unit in the last place of numbers that are float64: no fault of theirs. */
export function halfUlp(numbers: WideMatrix): WideMatrix {
  return mul(number(2 ** -53), abs(numbers))
}

/** Units in the last place of each arithmetic, with room for the operations of a forward pass. */
const NOISE_ULPS: Readonly<Record<Precision, number>> = {
  'double-double': 16 * 2 ** -104,
  float64: 8 * 2 ** -53,
}

/** What a numerical slope may be wrong by. */
export interface Noise {
  /** Of one slope in each channel, (1,D), whatever its direction. */
  readonly rounding: Bounds
  /** Of the slope along each element; out is linear in gamma and beta, so only dx has any. */
  readonly truncation: Bounds
}

export function noiseOfMethod(
  sizes: Sizes,
  { scheme, precision }: { readonly scheme: Scheme; readonly precision: Precision },
  steps: Steps,
): Noise {
  const unit = number(NOISE_ULPS[precision])
  const { dx, dgamma, dbeta } =
    scheme === 'complex-step'
      ? withoutDifferences(sizes, precision)
      : ofDifferences(sizes, precision, steps)
  const none = zeros(1, sizes.ivar.d)
  const curved = mul(powerOfStep(mul(steps.x, sizes.ivar), ORDER[scheme]), sizes.terms.dx)
  return {
    rounding: { dx: mul(unit, dx), dgamma: mul(unit, dgamma), dbeta: mul(unit, dbeta) },
    truncation: { dx: sizes.mode === 'train' ? curved : none, dgamma: none, dbeta: none },
  }
}

/** Two nearly equal losses are subtracted and divided by the step: the sizes of their terms over the step. */
function ofDifferences(
  { dout, xhat, gamma, beta, ivar, reach }: Sizes,
  precision: Precision,
  steps: Steps,
): Bounds {
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
function withoutDifferences({ dout, xhat, reach, terms }: Sizes, precision: Precision): Bounds {
  const far = reach[precision]
  return {
    dx: mul(add(ONE, far), largest(terms.dx)),
    dgamma: sum(mul(dout, add(xhat, far))),
    dbeta: terms.dbeta,
  }
}

/** Four times a power of the step in units of sqrtvar: the derivatives of xhat are no larger than that. */
function powerOfStep(relativeStep: WideMatrix, order: number): WideMatrix {
  let bound = number(4)
  for (let power = 0; power < order; power++) bound = mul(bound, relativeStep)
  return bound
}
