import type { Cells } from '../../src/core/arithmetics/dd.ts'
import * as Q from './rational.ts'

/** The number in a wide double-double cell, exactly. */
export function fraction(a: Cells, i: number): Q.Rational {
  const { hi, lo, k } = a
  const sum = Q.add(Q.rational(hi[i] as number), Q.rational(lo[i] as number))
  return Q.shift(sum, 512 * (k[i] as number))
}

/** Whether |a - b| <= 2 ** exponent * |scale|. */
export function near(a: Q.Rational, b: Q.Rational, scale: Q.Rational, exponent: number): boolean {
  const error = Q.add(a, Q.negate(b))
  const size = Q.shift(Q.sign(scale) < 0 ? Q.negate(scale) : scale, exponent)
  const room = Q.add(size, Q.sign(error) < 0 ? error : Q.negate(error))
  return Q.sign(room) >= 0
}
