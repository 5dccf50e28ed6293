/** Decimal digits as numbers: sixteen of them as the bytes of a vector, the first one lowest. */

// Vectors are cheaper to load than to make.
const ZEROS = memory.data<u64>([0x3030303030303030, 0x3030303030303030], 16)
/** Added to a character, makes of the digits the ten least bytes with a sign; and the greatest of those. */
const LOWERED = memory.data<u64>([0x5050505050505050, 0x5050505050505050], 16)
const ABOVE = memory.data<u64>([0x8989898989898989, 0x8989898989898989], 16)
/** Loaded from byte n on, it moves n bytes to the end of a vector, and nothing before them. */
const INDEX = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
], 16)
const BYTES = memory.data<u64>([0x00ff00ff00ff00ff, 0x00ff00ff00ff00ff], 16)
const TENS = memory.data<u16>([10, 10, 10, 10, 10, 10, 10, 10], 16)
const HUNDREDS = memory.data<u16>([100, 1, 100, 1, 100, 1, 100, 1], 16)
const MYRIADS = memory.data<u16>([10000, 1, 10000, 1, 10000, 1, 10000, 1], 16)

/** How many of 16 characters are digits, up to the first that isn't. */
@inline export function digitsAt(text: v128): usize {
  const others = i8x16.gt_s(i8x16.add(text, v128.load(LOWERED)), v128.load(ABOVE))
  return ctz(i8x16.bitmask(others) | 0x10000)
}

/** The first n characters as digits, behind zeros. */
@inline export function padded(text: v128, n: usize): v128 {
  return i8x16.swizzle(i8x16.sub(text, v128.load(ZEROS)), v128.load(INDEX + n))
}

/** The number that 16 digits are: 2, 4, 8 and 16 at a time. */
@inline export function valueOf(digits: v128): u64 {
  const tens = i16x8.mul(v128.and(digits, v128.load(BYTES)), v128.load(TENS))
  const twos = i16x8.add(tens, i16x8.shr_u(digits, 8))
  const fours = i32x4.dot_i16x8_s(twos, v128.load(HUNDREDS))
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(fours, fours), v128.load(MYRIADS))
  const both = i64x2.extract_lane(eights, 0)
  return (both & 0xffffffff) * 100000000 + (both >> 32)
}
