import type { Conditioned } from '../arithmetics/conditioned.ts'
import type { Matrix } from '../matrix.ts'

/** How many times its estimate the error of an honest computation may be. */
const ALLOWANCE = 8

/** What a number may be off by: its honest error in units of a roundoff, and the last place of a subnormal. */
export function allowed(error: number, roundoff: number): number {
  return ALLOWANCE * roundoff * error + Number.MIN_VALUE
}

/**
 * How far a value lies from another, as a multiple of what it may: at most 1 when they are the same but for rounding.
 * Infinity for another shape.
 */
export function deviation(value: Matrix, expected: Conditioned, roundoff: number): number {
  if (value.n !== expected.n || value.d !== expected.d) return Number.POSITIVE_INFINITY
  let most = 0
  for (let k = 0; k < value.data.length; k++) {
    const off = Math.abs(value.data[k] - expected.data[k])
    const share = off / allowed(expected.error[k], roundoff)
    if (Number.isNaN(share)) return Number.POSITIVE_INFINITY
    if (share > most) most = share
  }
  return most
}
