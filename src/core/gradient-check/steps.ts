import { doubleDouble, number, rounded, type WideMatrix } from '../arithmetics/double-double.ts'
import { filled, vector } from '../matrix.ts'
import type { ForwardInputs } from '../passes.ts'
import type { InputName } from './methods.ts'

/** How long a step is: `h` itself, or in every channel `h` times a power of two near its sqrtvar. */
export interface Step {
  readonly h: number
  readonly unit: 'absolute' | 'sqrtvar'
}

/** The steps of every channel (1,D), to 32 digits: a scaled one may lie below the smallest float64. */
export type Steps = Readonly<Record<InputName, WideMatrix>>

const { lift, mul } = doubleDouble

/**
 * How far to step in each channel of x, gamma and beta.
 *
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
  const x = mul(number(h), lift(vector(rounded(sqrtvar).data.map(powerOfTwo))))
  return { x, gamma: long, beta: long }
}

/** A power of two near a size, so that a step in it costs no rounding; 1 for 0. */
function powerOfTwo(size: number): number {
  if (size === 0) return 1
  return 2 ** Math.max(-1074, Math.min(1023, Math.round(Math.log2(size))))
}
