/**
 * float64 numbers as the shortest decimal text that reads back as the same number, as ECMAScript writes them; in
 * AssemblyScript. Compiled by `npm run kernel` into ../writer.ts.
 *
 * The digits by Schubfach: Raffaello Giulietti, The Schubfach way to render doubles, 2021,
 * https://doi.org/10.5281/zenodo.3871481, with one product instead of three. How they are laid out: ECMA-262,
 * Number::toString.
 */

// Where the powers of ten begin in the memory, 16 bytes each, lower half first; and the one of exponent 0.
const POWERS: usize = 0
const FIRST_POWER: i32 = -292
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

/** Eight decimal digits as eight bytes from 0 to 9, the first one lowest. */
// @ts-ignore: decorator
@inline function eight(number: u32): u64 {
  const thousands = number / 10000
  const fours = <u64>thousands | (<u64>(number - 10000 * thousands) << 32)
  const hundreds = ((fours * 10486) >> 20) & 0x0000007f0000007f
  const twos = hundreds | ((fours - 100 * hundreds) << 16)
  const tens = ((twos * 103) >> 10) & 0x000f000f000f000f
  return tens | ((twos - 10 * tens) << 8)
}

/** The exponent of ten that goes with an exponent of two. */
// @ts-ignore: decorator
@inline function tenth(q: i32, isPower: bool): i32 {
  return (q * 1262611 - (isPower ? 524031 : 0)) >> 22
}

/** Marks a significand that is one digit shorter, its exponent one higher. */
const SHORTER: u64 = 0x8000000000000000
/** 10 in a word of which 60 bits stand behind the point. */
const TEN: u64 = 0xa000000000000000

/** Where 10 ** -k stands. */
// @ts-ignore: decorator
@inline function powerAt(k: i32): usize {
  return POWERS + (<usize>(-k - FIRST_POWER) << 4)
}

/** How many places to lift c by, so that its product with 10 ** -k has 128 bits behind the point. */
// @ts-ignore: decorator
@inline function lift(q: i32, k: i32): i32 {
  return q + ((-k * 1741647) >> 19) + 1
}

// @ts-ignore: decorator
@inline function nearly(a: u64, b: u64): i32 {
  return i32(a - b + 2 <= 4)
}

/**
 * The shortest significand * 10 ** k between the neighbours of c * 2 ** q, the closest of them.
 *
 * In units of 10 ** k the neighbours lie u apart, 1 <= u < 10. So one of the two whole numbers next to v always lies
 * within u / 2 of it, and of the multiples of ten at most one. What lies so near a boundary that 60 bits can't tell is
 * left to the exact way.
 */
// @ts-ignore: decorator
@inline function shortest(c: u64, q: i32, k: i32): u64 {
  const at = powerAt(k)
  const low = load<u64>(at)
  const high = load<u64>(at, 8)
  const h = lift(q, k)
  const lifted = c << h
  const behind = high * lifted + upperHalf(low, lifted)
  const whole = upperHalf(high, lifted) + u64(behind < high * lifted)
  const tens = whole / 10
  const rest = ((whole - 10 * tens) << 60) | (behind >> 4)
  const half = high >> (5 - h)
  const missing = TEN - rest
  if (nearly(rest, half) | nearly(missing, half) | nearly(behind >> 4, 1 << 59)) {
    return exactly(c, q, k, false)
  }
  const up = i32(missing < half)
  const shorter = up | i32(rest < half)
  return select<u64>((tens + up) | SHORTER, whole + (behind >> 63), shorter)
}

/** The same for every number, by Schubfach's own way: v and its neighbours, rounded to odd. */
function exactly(c: u64, q: i32, k: i32, isPower: bool): u64 {
  const odd = c & 1
  const h = lift(q, k)
  const at = powerAt(k)
  const low = load<u64>(at)
  const high = load<u64>(at, 8)

  // v = 4c * 10^-k in 192 bits, of which the uppermost count and the others only as "not 0".
  const four = c << (h + 2)
  const bottom = low * four
  const carry = upperHalf(low, four)
  const middle = high * four + carry
  const top = upperHalf(high, four) + u64(middle < carry)
  const v = top | u64(middle > 1)

  // Its neighbours lie 2 * 10^-k away, the lower one of a power of two half as far.
  const one = h + 1
  const stepBottom = low << one
  const stepMiddle = (high << one) | (low >> (64 - one))
  const stepTop = high >> (64 - one)
  let sumMiddle = middle + stepMiddle
  let sumTop = top + stepTop + u64(sumMiddle < middle)
  const over = u64(bottom + stepBottom < bottom)
  sumMiddle += over
  sumTop += u64(sumMiddle < over)
  const above = (sumTop | u64(sumMiddle > 1)) - odd

  const shift = isPower ? h : one
  const downBottom = low << shift
  const downMiddle = shift == 0 ? high : (high << shift) | (low >> (64 - shift))
  const downTop = shift == 0 ? 0 : high >> (64 - shift)
  let restMiddle = middle - downMiddle
  let restTop = top - downTop - u64(middle < downMiddle)
  const under = u64(bottom < downBottom)
  restTop -= u64(restMiddle < under)
  restMiddle -= under
  const below = (restTop | u64(restMiddle > 1)) + odd

  // The digits one place shorter, if exactly one of the two next to v lies within; else as they are, likewise.
  const s = v >> 2
  const tens = s / 10
  const tensBelow = below <= 40 * tens
  const tensAbove = 40 * tens + 40 <= above
  const lower = below <= 4 * s
  const higher = 4 * s + 4 <= above
  const half = 4 * s + 2
  const nearest = i32(v > half) | (i32(v == half) & i32(s & 1))
  const up = select<i32>(i32(higher), nearest, lower != higher)
  const shorter = i32(s >= 10) & i32(tensBelow != tensAbove)
  return select<u64>((tens + u64(tensAbove)) | SHORTER, s + u64(up), shorter)
}

/** Writes one number, at most 24 bytes, and up to 40 that don't count behind it. Returns where it ends. */
// @ts-ignore: decorator
@inline function write(number: f64, to: usize): usize {
  const bits = reinterpret<u64>(number)
  const magnitude = bits & 0x7fffffffffffffff
  if (magnitude == 0) {
    store<u8>(to, 0x30)
    return to + 1
  }
  store<u8>(to, 0x2d)
  const at = to + <usize>(bits >> 63)

  const fraction = magnitude & 0xfffffffffffff
  const biased = <i32>(magnitude >> 52)
  const c = biased == 0 ? fraction : fraction | 0x10000000000000
  const q = max(biased, 1) - 1075
  let significand: u64
  let exponent = 0
  if (q <= 0 && q > -53 && <i32>ctz(c) >= -q) {
    significand = c >> <u64>-q
  } else {
    const isPower = fraction == 0 && biased > 1
    const k = tenth(q, isPower)
    const found = isPower || biased == 0 ? exactly(c, q, k, isPower) : shortest(c, q, k)
    significand = found & ~SHORTER
    exponent = k + <i32>(found >> 63)
  }

  // 17 digits with zeros in front; the first and the last that are none tell which of them count.
  const upperPart = significand / 100000000
  const first = <u32>(upperPart / 100000000)
  const middle = eight(<u32>(upperPart - <u64>first * 100000000))
  const last = eight(<u32>(significand - upperPart * 100000000))
  if (middle == 0 && first == 0) return writeShort(last, exponent, at)
  const from = select<i32>(0, 1 + <i32>(ctz(middle) >> 3), first != 0)
  const end = last ? 17 - <i32>(clz(last) >> 3) : middle ? 9 - <i32>(clz(middle) >> 3) : 1
  return lay(first, pairOf(middle, last), from, end - from, exponent + 17 - from, at)
}

/** A number of at most eight digits. */
function writeShort(digits: u64, exponent: i32, at: usize): usize {
  const from = <i32>(ctz(digits) >> 3)
  const count = 8 - <i32>(clz(digits) >> 3) - from
  return lay(0, pairOf(digits, 0), from + 1, count, exponent + 8 - from, at)
}

// @ts-ignore: decorator
@inline function pairOf(low: u64, high: u64): v128 {
  return i64x2.replace_lane(i64x2.splat(low), 1, high)
}

/**
 * Lays a number out.
 *
 * @param first the first of 17 digits, the others in `sixteen`, one a byte
 * @param from which digit is the first that counts, `count` how many do
 * @param point how many of them stand before the point
 */
// @ts-ignore: decorator
@inline function lay(first: u32, sixteen: v128, from: i32, count: i32, point: i32, at: usize): usize {
  const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  const aligned = i8x16.swizzle(sixteen, i8x16.add(places, i8x16.splat(<i8>(from - 1))))
  const digits = v128.or(i8x16.add(aligned, i8x16.splat(0x30)), i32x4(first, 0, 0, 0))
  const seventeenth = i8x16.extract_lane_u(sixteen, 15) + 0x30
  if (point <= -6 || point >= count) return layWhole(digits, seventeenth, count, point, at)

  // "0.00ddd", or digits that make room for a point.
  store<u64>(at, 0x3030303030302e30)
  const inside = point > 0
  const start = at + <usize>select<i32>(0, 2 - point, inside)
  const before = select<i32>(point, 16, inside)
  const behind = i8x16.shuffle(digits, digits, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
  const isBefore = i8x16.lt_s(places, i8x16.splat(<i8>before))
  v128.store(start, v128.bitselect(digits, behind, isBefore))
  const sixteenth = i8x16.extract_lane_u(digits, 15)
  store<u8>(start, select<u8>(sixteenth, seventeenth, inside), 16)
  store<u8>(start, seventeenth, 17)
  store<u8>(at + <usize>select<i32>(point, 1, inside), 0x2e)
  return start + <usize>(count + i32(inside))
}

/** A whole number, or one with an exponent. */
function layWhole(digits: v128, seventeenth: u8, count: i32, point: i32, at: usize): usize {
  if (point > 0 && point <= 21) {
    v128.store(at, digits)
    store<u8>(at, seventeenth, 16)
    const zeros = i8x16.splat(0x30)
    v128.store(at + <usize>count, zeros)
    v128.store(at + <usize>count, zeros, 16)
    return at + <usize>point
  }
  store<u8>(at, i8x16.extract_lane_u(digits, 0))
  store<u8>(at, 0x2e, 1)
  v128.store(at, i8x16.shuffle(digits, digits, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0), 2)
  store<u8>(at, seventeenth, 17)
  at += count == 1 ? 1 : <usize>count + 1
  const power = point - 1
  store<u8>(at, 0x65)
  store<u8>(at, power < 0 ? 0x2d : 0x2b, 1)
  at += 2
  const size = abs(power)
  if (size >= 100) store<u8>(at++, <u8>(0x30 + size / 100))
  if (size >= 10) store<u8>(at++, <u8>(0x30 + (size / 10) % 10))
  store<u8>(at++, <u8>(0x30 + size % 10))
  return at
}

/** Writes `count` numbers with a comma behind each of them. Returns where they end. */
export function writeNumbers(from: usize, count: i32, to: usize): usize {
  const end = from + (<usize>count << 3)
  for (; from < end; from += 8) {
    to = write(load<f64>(from), to)
    store<u8>(to++, 0x2c)
  }
  return to
}

/** Writes rows of so many numbers, each as a JSON array with a comma behind it. Returns where they end. */
export function writeRows(from: usize, rows: i32, columns: i32, to: usize): usize {
  const size = <usize>columns << 3
  for (let i = 0; i < rows; i++, from += size) {
    store<u8>(to++, 0x5b)
    to = writeNumbers(from, columns, to)
    store<u16>(to - 1, 0x2c5d)
    to++
  }
  return to
}
