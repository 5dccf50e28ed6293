import { doubleDouble, number, rounded, type WideMatrix } from '../arithmetics/double-double.ts'
import { float64 } from '../arithmetics/float64.ts'
import { listed, Refusal } from '../errors.ts'
import type { ForwardVectors } from '../fused/statistics.ts'
import { type Matrix, matrix, scalar } from '../matrix.ts'
import { centred, type ForwardInputs } from '../passes.ts'
import type { Setup } from './setup.ts'
import type { Point } from './slopes.ts'

const { lift, mul } = doubleDouble

/**
 * The forward pass in double-double. x is measured from an origin in each channel, and beta is left out: neither
 * changes the difference of two outputs, and both would only cost digits.
 */
export function widePoint({
  inputs,
  dout,
  steps,
}: Pick<Setup, 'inputs' | 'dout' | 'steps'>): Point<WideMatrix> {
  return {
    arithmetic: doubleDouble,
    mode: inputs.mode,
    shape: inputs.x,
    inputs: { ...centred(inputs).inputs, beta: lift(matrix(1, inputs.x.d)) },
    dout: lift(dout),
    steps,
  }
}

/**
 * The forward pass in plain float64, as NumPy would run it.
 *
 * @throws Refusal `not-representable` where the squares of x would overflow or vanish, and the slopes with them
 */
export function plainPoint({ inputs, vectors, dout, steps }: Setup): Point<Matrix> {
  refuseOutOfRange(vectors, inputs)
  const { x, gamma, beta, eps, mode, statistics } = inputs
  return {
    arithmetic: float64,
    mode,
    shape: x,
    inputs: {
      x,
      gamma,
      beta,
      eps: scalar(eps),
      ...(statistics && { running_mean: statistics.mean, running_var: statistics.var }),
    },
    dout,
    steps: { x: rounded(steps.x), gamma: rounded(steps.gamma), beta: rounded(steps.beta) },
  }
}

/** Below this a square that has vanished may have counted; it is far above the subnormals. */
const SMALLEST_SQUARE = 2 ** -900

function refuseOutOfRange(
  { var: variance, sqrtvar }: ForwardVectors,
  { x, mode }: Pick<ForwardInputs, 'x' | 'mode'>,
): void {
  const squares = mode === 'train' ? mul(variance, number(x.n)) : variance
  const largestSquares = rounded(squares).data
  const denominators = rounded(mul(sqrtvar, sqrtvar)).data
  const channels = [...denominators.keys()].filter(
    (j) =>
      !Number.isFinite(largestSquares[j]) ||
      !Number.isFinite(denominators[j]) ||
      (denominators[j] as number) < SMALLEST_SQUARE,
  )
  if (channels.length === 0) return
  throw new Refusal(
    'not-representable',
    `the squares of x leave the range of float64 in ${listed(channels)}`,
    [{ detail: 'precision "double-double" has the range for these numbers', path: ['x'] }],
  )
}
