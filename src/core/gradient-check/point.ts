import { doubleDouble, rounded, type WideMatrix } from '../arithmetics/double-double.ts'
import { float64 } from '../arithmetics/float64.ts'
import { Refusal } from '../errors.ts'
import { filled, type Matrix, matrix, vector } from '../matrix.ts'
import { centred, type ForwardInputs, type ForwardValues, listed } from '../passes.ts'
import type { InputName } from './methods.ts'
import type { Point } from './slopes.ts'

/** How long a step is: `h` itself, or in every channel `h` times a power of two near its sqrtvar. */
export interface Step {
  readonly h: number
  readonly unit: 'absolute' | 'sqrtvar'
}

/** The steps of every channel (1,D), to 32 digits: a scaled one may lie below the smallest float64. */
export type Steps = Readonly<Record<InputName, WideMatrix>>

const { lift, mul } = doubleDouble

/**
 * @param sqrtvar step 5 of the forward pass, (1,D)
 */
export function stepsOf(
  { h, unit }: Step,
  { gamma, beta }: Pick<ForwardInputs, 'gamma' | 'beta'>,
  sqrtvar: WideMatrix,
): Steps {
  const { d } = sqrtvar
  if (unit === 'absolute') {
    const same = lift(filled(d, h))
    return { x: same, gamma: same, beta: same }
  }
  // out is linear in gamma and beta: no step is too long for them, and a long one drowns the rounding.
  const long = lift(
    vector(
      gamma.data.map((g, j) => powerOfTwo(Math.max(Math.abs(g), Math.abs(beta.data[j] as number)))),
    ),
  )
  const x = mul(lift(matrix(1, 1, [h])), lift(vector(rounded(sqrtvar).data.map(powerOfTwo))))
  return { x, gamma: long, beta: long }
}

/** A power of two near a size, so that a step in it costs no rounding; 1 for 0. */
function powerOfTwo(size: number): number {
  if (size === 0) return 1
  return 2 ** Math.max(-1074, Math.min(1023, Math.round(Math.log2(size))))
}

/**
 * The forward pass in double-double. x is measured from an origin in each channel, and beta is left out: neither
 * changes the difference of two outputs, and both would only cost digits.
 */
export function widePoint(given: ForwardInputs, dout: Matrix, steps: Steps): Point<WideMatrix> {
  const { inputs } = centred(given)
  return {
    arithmetic: doubleDouble,
    mode: given.mode,
    shape: given.x,
    inputs: { ...inputs, beta: lift(matrix(1, given.x.d)) },
    dout: lift(dout),
    steps,
  }
}

/**
 * The forward pass in plain float64, as NumPy would run it.
 *
 * @param values the forward pass of the same inputs in double-double
 * @throws Refusal `not-representable` where the squares of x would overflow or vanish, and the slopes with them
 */
export function plainPoint(
  given: ForwardInputs,
  values: ForwardValues,
  dout: Matrix,
  steps: Steps,
): Point<Matrix> {
  refuseOutOfRange(values)
  const { x, gamma, beta, eps, mode, statistics } = given
  return {
    arithmetic: float64,
    mode,
    shape: x,
    inputs: {
      x,
      gamma,
      beta,
      eps: matrix(1, 1, [eps]),
      ...(statistics && { running_mean: statistics.mean, running_var: statistics.var }),
    },
    dout,
    steps: { x: rounded(steps.x), gamma: rounded(steps.gamma), beta: rounded(steps.beta) },
  }
}

/** Below this a square that has vanished may have counted; it is far above the subnormals. */
const SMALLEST_SQUARE = 2 ** -900

function refuseOutOfRange({ sq, sqrtvar }: ForwardValues): void {
  const largestSquares = rounded(doubleDouble.sum(sq)).data
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
