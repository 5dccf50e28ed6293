import { digitsOf, from, marks } from './to-digits.ts'
import { log10OfPower2, log2OfPower10, powerHi, powerLo, productHi } from './wide.ts'

/** Writes how the engine spells `v` at `at`, and says where it ends. */
@external('engine', 'spell')
declare function spell(v: f64, at: usize): usize

/** 1 in fixed point. */
const ONE: u64 = 1 << 60
/** How close a decision may be before the engine has to take it; all errors together are less than a third of it. */
const CLOSE: u64 = 1 << 20
const ZEROS: u64 = 0x3030303030303030

/**
 * Writes a number as ECMAScript's Number::toString does, and says where it ends; 40 bytes from `start` on are scratched.
 *
 * Schubfach (Raffaello Giulietti, The Schubfach way to render doubles, 2021), in fixed point. Scaled by a power of ten so
 * that half an ulp is 0.05 to 0.5, the number is t + down. The numbers that round to it are those less than `half` away:
 * if t is one of them, or t + 1, its digits are the shortest there are, and no other as short is closer; else one more
 * digit, rounded, is needed and enough.
 */
export function format(v: f64, start: usize): usize {
  store<u8>(start, 0x2d)
  if (trunc(v) == v) {
    if (abs(v) < 9007199254740992) return integer(<u64>abs(v), start + <usize>(v < 0))
  }
  const bits = reinterpret<u64>(v)
  const biased = <i32>(bits >> 52) & 0x7ff
  const fraction = bits & 0xfffffffffffff
  // Subnormal, or not finite; or a power of two, whose neighbours are not equally far.
  if (<u32>(biased - 1) >= 2046) return spell(v, start)
  if (fraction == 0) return spell(v, start)

  const q = biased - 1075
  const k = log10OfPower2(q)
  const e = -k - 1
  const s = q + log2OfPower10(e) + 5
  const c = (fraction | 0x10000000000000) << <u64>s
  const powerOfTen = powerHi(e)
  const rest = powerLo(e)
  const low = c * powerOfTen
  const middle = low + (((c >> 25) * (rest >> 32)) >> 7)
  const high = productHi(c, powerOfTen) + <u64>(middle < low)
  const down = ((high & 15) << 56) | (middle >> 8)
  const half = powerOfTen >> <u64>(9 - s)

  const below = down - half
  const above = ONE - down - half
  if (below + CLOSE < 2 * CLOSE) return spell(v, start)
  if (above + CLOSE < 2 * CLOSE) return spell(v, start)
  const rounded = down * 10 + (ONE >> 1)
  let last = rounded >> 60
  if ((rounded << 4) + (CLOSE << 8) < CLOSE << 9) {
    // A tie, if nothing has been lost: then the even digit. The powers up to 10 ** 27 have no rest.
    if (rest | (middle & 0xff) | (rounded << 4)) return spell(v, start)
    last &= ~1
  }
  // All ones where the difference is negative.
  const isDown = <u64>(<i64>below >> 63)
  const isUp = <u64>(<i64>above >> 63)
  last &= ~(isDown | isUp)
  return layOut((high >> 4) - isUp, last, k, start + <usize>(bits >> 63))
}

/** Writes the number (10 * t + last) * 10 ** k without its last zeros; t has 15 or 16 digits. */
@inline function layOut(t: u64, last: u64, k: i32, at: usize): usize {
  const digits = digitsOf(t)
  const text = v128.or(digits, i64x2.splat(ZEROS))
  const ending = <u8>last | 0x30
  const skip = <usize>(t < 1000000000000000)
  const count = 32 - clz(marks(digits) | (<i32>(last != 0) << 16)) - <i32>skip
  const point = k + 17 - <i32>skip
  if (<u32>(point + 5) > 20) return layOutFar(text, skip, ending, count, point, at)
  // Without a branch, as nobody can predict whether a number is less than 1. All digits are written, then the point, and
  // what comes after it once more. Before the first digit of a number less than 1 there are a zero, a point and zeros.
  const whole = <i32>(point > 0)
  const before = point & -whole
  const begin = at + ((2 - point) & (whole - 1))
  store<u64>(at, ZEROS)
  v128.store(begin, from(text, skip))
  store<u8>(at + before + 1 - whole, 0x2e)
  v128.store(begin + before + whole, from(text, skip + before))
  store<u8>(begin + 16 - skip + whole, ending)
  return begin + count + whole
}

/** The same for numbers of 1e15 and more, and those less than 1e-6. */
function layOutFar(text: v128, skip: usize, ending: u8, count: i32, point: i32, at: usize): usize {
  const plain = point > 0 && point < 22
  const begin = plain ? at : at + 1
  v128.store(begin, from(text, skip))
  store<u8>(begin + 16 - skip, ending)
  if (plain) {
    store<u64>(begin + 17 - skip, ZEROS)
    if (count <= point) return at + point
    store<u16>(at + 16, <u16>ending << 8 | 0x2e)
    return at + 18
  }
  store<u8>(at, load<u8>(begin))
  store<u8>(begin, 0x2e)
  const end = begin + (count > 1 ? <usize>count : 0)
  store<u16>(end, point > 0 ? 0x2b65 : 0x2d65)
  return integer(<u64>abs(point - 1), end + 2)
}

/** Writes a whole number of at most 16 digits. */
function integer(n: u64, at: usize): usize {
  const digits = digitsOf(n)
  const skip = ctz(marks(digits) | 0x8000)
  v128.store(at, from(v128.or(digits, i64x2.splat(ZEROS)), skip))
  return at + 16 - skip
}
