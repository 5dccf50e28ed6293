/**
 * Arrays of numbers in JSON text, of rank 1 to 5, as float64; in AssemblyScript. Compiled by `npm run kernel` into
 * ../reader.ts. Whatever is odd about an array makes the reader give up: it knows no faults.
 *
 * The numbers by Eisel and Lemire: Daniel Lemire, Number parsing at a gigabyte per second, 2021,
 * https://doi.org/10.1002/spe.2984, with the powers of ten of which 128 bits are known to be enough; the others, and
 * numbers of more than 19 digits, by the engine.
 */

/** Takes the numbers in `VALUES`, so many. */
// @ts-ignore: decorator
@external('env', 'flush')
declare function flush(count: i32): void

/** The number that a text stands for, by the engine. */
// @ts-ignore: decorator
@external('env', 'slow')
declare function slow(from: usize, to: usize): f64

// Where the powers of ten begin in the memory, 16 bytes each, lower half first; the shape; and the numbers read last.
const POWERS: usize = 0
const FIRST_POWER: i32 = -292
const SHAPE: usize = 9920
const VALUES: usize = 16384
const CHUNK: i32 = 8192

const DEEPEST: i32 = 5

let rank: i32 = 0
let count: i32 = 0
let at: usize = 0
let end: usize = 0

/** The upper half of a product of 128 bits. */
// @ts-ignore: decorator
@inline function upperHalf(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff
  const a1 = a >> 32
  const b0 = b & 0xffffffff
  const b1 = b >> 32
  const middle = a1 * b0 + ((a0 * b0) >> 32)
  const other = a0 * b1 + (middle & 0xffffffff)
  return a1 * b1 + (middle >> 32) + (other >> 32)
}

// @ts-ignore: decorator
@inline function isDigit(byte: u32): bool {
  return byte - 0x30 < 10
}

/** Whether eight bytes are digits. */
// @ts-ignore: decorator
@inline function areDigits(bytes: u64): bool {
  const high = (bytes + 0x4646464646464646) | (bytes - 0x3030303030303030)
  return (high & 0x8080808080808080) == 0
}

/** The number that eight digits stand for. */
// @ts-ignore: decorator
@inline function eight(bytes: u64): u64 {
  const digits = bytes - 0x3030303030303030
  const pairs = digits * 10 + (digits >> 8)
  const upper = (pairs & 0x000000ff000000ff) * 0x000f424000000064
  const lower = ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001
  return (upper + lower) >> 32
}

/** w * 10 ** q, for -27 <= q <= 55, rounded once; NaN where that takes more. */
// @ts-ignore: decorator
@inline function product(w: u64, q: i32): f64 {
  const zeros = <i32>clz(w)
  const lifted = w << zeros
  const power = POWERS + (<usize>(q - FIRST_POWER) << 4)
  const high = load<u64>(power, 8)
  let top = upperHalf(lifted, high)
  let rest = lifted * high
  if ((top & 0x1ff) == 0x1ff) {
    const more = upperHalf(lifted, load<u64>(power))
    rest += more
    top += u64(rest < more)
  }
  const upper = <i32>(top >> 63)
  let mantissa = top >> (upper + 9)
  let exponent = ((217706 * q) >> 16) + 63 + upper - zeros + 1023
  if (exponent <= 0 || exponent > 2044) return NaN
  if (rest <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && mantissa << (upper + 9) == top) {
    mantissa &= ~1
  }
  mantissa = (mantissa + (mantissa & 1)) >> 1
  if (mantissa >= 0x20000000000000) {
    mantissa = 0x10000000000000
    exponent++
  }
  return reinterpret<f64>((mantissa & 0xfffffffffffff) | (<u64>exponent << 52))
}

/** The number at `at`, which moves behind it; NaN where there is none. */
// @ts-ignore: decorator
@inline function number(): f64 {
  const from = at
  const negative = load<u8>(at) == 0x2d
  at += usize(negative)
  const first = at
  let w: u64 = 0
  while (isDigit(load<u8>(at))) w = 10 * w + load<u8>(at++) - 0x30
  let digits = <i32>(at - first)
  if (digits == 0 || (digits > 1 && load<u8>(first) == 0x30)) return NaN
  let q = 0
  if (load<u8>(at) == 0x2e) {
    const behind = ++at
    while (areDigits(load<u64>(at))) {
      w = 100000000 * w + eight(load<u64>(at))
      at += 8
    }
    while (isDigit(load<u8>(at))) w = 10 * w + load<u8>(at++) - 0x30
    const places = <i32>(at - behind)
    if (places == 0) return NaN
    q = -places
    digits += places
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    at++
    const sign = load<u8>(at)
    if (sign == 0x2b || sign == 0x2d) at++
    const start = at
    let power = 0
    while (isDigit(load<u8>(at))) power = min(10 * power + load<u8>(at++) - 0x30, 100000)
    if (at == start) return NaN
    q += sign == 0x2d ? -power : power
  }
  // Zeros in front count as digits, and make a few numbers slow that need not be.
  if (digits > 19) return slow(from, at)
  if (w == 0) return negative ? -0.0 : 0
  if (q < -27 || q > 55) return slow(from, at)
  const size = product(w, q)
  if (size != size) return slow(from, at)
  return negative ? -size : size
}

// @ts-ignore: decorator
@inline function skip(): void {
  while (load<u8>(at) <= 0x20 && at < end) {
    const byte = load<u8>(at)
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return
    at++
  }
}

/** The size of an axis, counted from 1; 0 until it is known. */
// @ts-ignore: decorator
@inline function sizeAt(depth: i32): usize {
  return SHAPE + (<usize>depth << 2)
}

/**
 * Reads the array that begins at `from`; the text ends at `to`, and behind it are eight bytes that are no digits.
 * Returns where it ends, or 0 for anything but numbers in rows of equal length. The shape is left in memory.
 */
export function read(from: usize, to: usize): usize {
  at = from
  end = to
  rank = 0
  count = 0
  let depth = 0
  // How many elements the arrays have so far that are open, from the outermost on.
  const open = SHAPE + 64
  for (let k = 1; k <= DEEPEST; k++) store<i32>(sizeAt(k), 0)
  for (;;) {
    skip()
    if (load<u8>(at) == 0x5b) {
      if (++depth > DEEPEST || (rank && depth > rank)) return 0
      store<i32>(open + (<usize>depth << 2), 0)
      at++
      continue
    }
    if (rank == 0) rank = depth
    if (depth != rank) return 0
    const value = number()
    if (!(abs(value) < Infinity)) return 0
    store<f64>(VALUES + (<usize>count << 3), value)
    if (++count == CHUNK) {
      flush(count)
      count = 0
    }
    // What comes behind an element: another one, or the end of one array or several.
    for (;;) {
      const so = open + (<usize>depth << 2)
      const elements = load<i32>(so) + 1
      store<i32>(so, elements)
      skip()
      const byte = load<u8>(at++)
      if (byte == 0x2c) break
      if (byte != 0x5d) return 0
      const size = load<i32>(sizeAt(depth))
      if (size == 0) store<i32>(sizeAt(depth), elements)
      else if (size != elements) return 0
      if (--depth == 0) {
        flush(count)
        return at <= to ? at : 0
      }
    }
  }
  return 0
}

export function rankOf(): i32 {
  return rank
}
