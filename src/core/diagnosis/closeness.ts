import type { Conditioned } from '../arithmetics/conditioned.ts'
import type { Matrix } from '../matrix.ts'

/** The roundoff of float64. */
export const DOUBLE = 2 ** -53
/** The roundoff of float32. */
export const SINGLE = 2 ** -24

export type Roundoff = typeof DOUBLE | typeof SINGLE

/** The smallest number above 0 of each. */
const LEAST = { [DOUBLE]: 2 ** -1074, [SINGLE]: 2 ** -149 }

/** How far apart two numbers may be for somebody who says so: `atol + rtol * |expected|`. */
export interface Tolerance {
  readonly atol: number
  readonly rtol: number
}

/** What counts as the same: rounding in some precision, or whatever a tolerance allows. */
export interface Closeness {
  readonly roundoff: Roundoff
  readonly tolerance?: Tolerance | undefined
}

/** How many times its estimate the error of an honest computation may be. */
const ALLOWANCE = 8

/** What a number may be off by: what a tolerance says, else its honest error and the last place of a subnormal. */
export function allowed(
  expected: number,
  error: number,
  { roundoff, tolerance }: Closeness,
): number {
  if (tolerance) return tolerance.atol + tolerance.rtol * Math.abs(expected)
  return ALLOWANCE * roundoff * error + (LEAST[roundoff] as number)
}

/**
 * How far a value lies from another, as a multiple of what it may: at most 1 when they are the same but for rounding.
 * Infinity for another shape.
 */
export function deviation(value: Matrix, expected: Conditioned, closeness: Closeness): number {
  if (value.n !== expected.n || value.d !== expected.d) return Number.POSITIVE_INFINITY
  let most = 0
  for (let k = 0; k < value.data.length; k++) {
    const share = shareAt(k, value, expected, closeness)
    if (share > most) most = share
  }
  return most
}

/** How far one element lies from another, as a multiple of what it may; Infinity where either is no number. */
export function shareAt(
  k: number,
  { data }: Matrix,
  expected: Conditioned,
  closeness: Closeness,
): number {
  const off = Math.abs(data[k] - expected.data[k])
  if (off === 0) return 0
  const share = off / allowed(expected.data[k], expected.error[k], closeness)
  return Number.isNaN(share) ? Number.POSITIVE_INFINITY : share
}
