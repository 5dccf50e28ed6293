import { abs, doubleDouble, largest, type WideMatrix } from '../arithmetics/double-double.ts'
import type { Mode } from '../graph.ts'
import { type Matrix, matrix } from '../matrix.ts'
import { centred, type ForwardInputs, type ForwardValues } from '../passes.ts'
import type { GradientName, Precision } from './methods.ts'

/** One bound per number of every gradient: (N,D) for dx, (1,D) for dgamma and dbeta; none negative. */
export type Bounds = Readonly<Record<GradientName, WideMatrix>>

/**
 * How large the numbers are that meet in the formula dx = gamma * ivar * (dout - mean(dout) - xhat * mean(dout * xhat)),
 * and in those of dgamma and dbeta, each without its sign. How far two right answers may lie apart follows from these,
 * not from the results, in which they may cancel.
 */
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

/** The sizes at some inputs, for the values of their forward pass and dout (N,D). */
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
