import { digitsAt, padded, valueOf } from './from-digits.ts'
import { nearest } from './nearest.ts'

/** The engine's reading of the number, without its sign, that stands from `at` to `end`. */
@external('engine', 'value')
declare function engineValue(at: usize, end: usize): f64

const POWERS = memory.data<u64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000,
  100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000,
], 16)

/** The digits that fit in 64 bits, whichever they are. */
const MOST_DIGITS: usize = 19

/** The digit at a place; more than 9 when there is none. */
@inline function digit(at: usize): u32 { return <u32>load<u8>(at) - 0x30 }

/**
 * Reads the number at `start`, as RFC 8259 spells it, to `out`, and says where it ends: 0 when there is no number, or
 * none that is a finite float64. It may be the beginning of a longer text that is no number, such as 01 or 1.5.2.
 */
@inline export function number(start: usize, out: usize): usize {
  const negative = <u64>(load<u8>(start) == 0x2d)
  const begin = start + <usize>negative
  let at = begin
  let d = digit(at)
  if (d > 9) return 0
  let w: u64 = d
  let e = 0
  // A zero in front takes no room in w.
  let count: usize = 0
  at++
  if (d) {
    for (d = digit(at); d <= 9; d = digit(++at)) w = w * 10 + d
    count = at - begin
  }
  if (load<u8>(at) == 0x2e) {
    const fraction = at + 1
    const text = v128.load(fraction)
    const many = digitsAt(text)
    if (many == 0) return 0
    w = w * load<u64>(POWERS + (many << 3)) + valueOf(padded(text, many))
    at = fraction + many
    if (many == 16) {
      for (d = digit(at); d <= 9; d = digit(++at)) w = w * 10 + d
    }
    count += at - fraction
    e = <i32>(fraction - at)
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    const sign = load<u8>(++at)
    if (sign == 0x2d || sign == 0x2b) at++
    d = digit(at)
    if (d > 9) return 0
    let exponent = 0
    for (; d <= 9; d = digit(++at)) exponent = min(exponent * 10 + <i32>d, 99999)
    e += sign == 0x2d ? -exponent : exponent
  }
  let bits: u64 = 0
  if (count > MOST_DIGITS) {
    bits = engineBits(begin, at)
  } else if (w) {
    bits = nearest(w, e)
    if (bits == 0) bits = engineBits(begin, at)
  }
  if (bits == INFINITE) return 0
  store<u64>(out, bits | (negative << 63))
  return at
}

const INFINITE: u64 = 0x7ff << 52

function engineBits(begin: usize, end: usize): u64 { return reinterpret<u64>(engineValue(begin, end)) }
