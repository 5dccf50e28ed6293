import { LEAST, log2OfPower10, MOST, powerHi, powerLo, productHi } from './wide.ts'

/**
 * The bits of the float64 nearest to w * 10 ** e, w not 0; 0 when that is too close to call here, or no normal number.
 *
 * Eisel and Lemire (Number parsing at a gigabyte per second, 2021) with bounds in the place of their cases: the product
 * with the upper half of the power is never too large, and less than 2 too small; that with all of it less than 2 / 2 **
 * 64. Where that leaves two answers, nobody decides here.
 */
@inline export function nearest(w: u64, e: i32): u64 {
  if (e < LEAST) return 0
  if (e > MOST) return 0
  const zeros = clz(w)
  const wide = w << zeros
  const power = powerHi(e)
  const high = productHi(wide, power)
  // 53 bits of it are the significand, the 10 or 11 below them round it.
  const more = high >> 63
  const half: u64 = <u64>512 << more
  const rest = high & (half + half - 1)
  let up = <u64>(rest > half)
  if (rest - half + 2 <= 2) {
    const low = wide * power
    const middle = low + productHi(wide, powerLo(e))
    const sum = rest + <u64>(middle < low)
    if (sum == half && middle == 0) return 0
    if (sum == half - 1 && middle >= <u64>-2) return 0
    up = <u64>(sum >= half)
  }
  const exponent = <i32>more - <i32>zeros + log2OfPower10(e) + 1085
  if (<u32>exponent >= 2045) return 0
  return (<u64>exponent << 52) + (high >> (10 + more)) + up
}
