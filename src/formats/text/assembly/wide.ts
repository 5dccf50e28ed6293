/** Products wider than 64 bits, and the powers of ten that they are taken with. */

/** The powers that there are: 10 ** LEAST and those above it, 128 bits each, from byte 0 of the memory on. */
export const LEAST: i32 = -342
export const MOST: i32 = 324

const LOWER: u64 = 0xffffffff

/** floor(log10(2 ** q)), for any exponent that a float64 has. */
@inline export function log10OfPower2(q: i32): i32 { return (q * 315653) >> 20 }

/** floor(log2(10 ** e)), for the powers that there are. */
@inline export function log2OfPower10(e: i32): i32 { return (e * 1741647) >> 19 }

/** The first 64 of the 128 bits that 10 ** e begins with. */
@inline export function powerHi(e: i32): u64 { return load<u64>(<usize>(e - LEAST) << 4) }

/** The other 64. */
@inline export function powerLo(e: i32): u64 { return load<u64>(<usize>(e - LEAST) << 4, 8) }

/** The upper 64 bits of a * b. */
@inline export function productHi(a: u64, b: u64): u64 {
  const a0 = a & LOWER
  const a1 = a >> 32
  const b0 = b & LOWER
  const b1 = b >> 32
  const t = a1 * b0 + ((a0 * b0) >> 32)
  return a1 * b1 + (t >> 32) + (((t & LOWER) + a0 * b1) >> 32)
}
