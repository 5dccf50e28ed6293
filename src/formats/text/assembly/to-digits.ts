/** Numbers as decimal digits: sixteen of them as the bytes of a vector, the first one lowest. */

const EIGHT: u64 = 100000000
/** 0, 1, 2 and so on: loaded from its byte n on, it says which bytes a vector loses its first n by. */
const INDEX = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
], 16)
// Vectors are cheaper to load than to make.
const PER_10000 = memory.data<u32>([109951163, 109951163, 0, 0], 16)
const BY_10000 = memory.data<u32>([10000, 0, 10000, 0], 16)
const PER_100 = memory.data<u32>([10486, 10486, 10486, 10486], 16)
const BY_100 = memory.data<u32>([100, 100, 100, 100], 16)
const PER_10 = memory.data<u16>([103, 103, 103, 103, 103, 103, 103, 103], 16)
const BY_2559 = memory.data<u16>([2559, 2559, 2559, 2559, 2559, 2559, 2559, 2559], 16)

/** The digits of n < 10 ** 16 as numbers: 8, 4, 2 and 1 at a time. */
@inline export function digitsOf(n: u64): v128 {
  const left = n / EIGHT
  const eights = i32x4.replace_lane(i32x4.splat(<i32>left), 1, <i32>(n - left * EIGHT))
  const fourth = i64x2.shr_u(i64x2.extmul_low_i32x4_u(eights, v128.load(PER_10000)), 40)
  const rest = i64x2.sub(i64x2.extend_low_i32x4_u(eights), i32x4.dot_i16x8_s(fourth, v128.load(BY_10000)))
  const fours = v128.or(fourth, i64x2.shl(rest, 32))
  const hundreds = i32x4.shr_u(i32x4.dot_i16x8_s(fours, v128.load(PER_100)), 20)
  const ones = i32x4.sub(fours, i32x4.dot_i16x8_s(hundreds, v128.load(BY_100)))
  const twos = v128.or(hundreds, i32x4.shl(ones, 16))
  const tens = i16x8.shr_u(i16x8.mul(twos, v128.load(PER_10)), 10)
  // tens + ((twos - 10 * tens) << 8)
  return i16x8.sub(i16x8.shl(twos, 8), i16x8.mul(tens, v128.load(BY_2559)))
}

/** Bit i says whether byte i is not 0. */
@inline export function marks(digits: v128): i32 {
  return i8x16.bitmask(i8x16.gt_s(digits, i64x2.splat(0)))
}

/** The bytes of a vector from byte n on, up to 16. */
@inline export function from(digits: v128, n: usize): v128 {
  return i8x16.swizzle(digits, v128.load(INDEX + n))
}
