/**
 * Exact fractions on BigInt: p / q * 2 ** e with q > 0. Every finite float64 is one, with q = 1.
 *
 * Fractions are never reduced. Within a channel nearly all of them share a denominator, a power of N times a power of
 * var + eps, and `add` keeps to the larger of two when it can; a gcd would cost more than it saves.
 */
export interface Rational {
  readonly p: bigint
  readonly q: bigint
  readonly e: number
}

export const ZERO: Rational = { p: 0n, q: 1n, e: 0 }
export const ONE: Rational = { p: 1n, q: 1n, e: 0 }

const word = new DataView(new ArrayBuffer(8))

/** The float64 `x` as a fraction. @throws RangeError when x is not finite */
export function rational(x: number): Rational {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is not a fraction`)
  word.setFloat64(0, Math.abs(x))
  const bits = word.getBigUint64(0)
  const exponent = Number(bits >> 52n)
  const fraction = bits & (2n ** 52n - 1n)
  const size = exponent === 0 ? fraction : fraction + 2n ** 52n
  return { p: x < 0 ? -size : size, q: 1n, e: Math.max(exponent, 1) - 1075 }
}

/** x + y. */
export function add(x: Rational, y: Rational): Rational {
  if (x.p === 0n) return y
  if (y.p === 0n) return x
  const e = Math.min(x.e, y.e)
  const xp = x.p << BigInt(x.e - e)
  const yp = y.p << BigInt(y.e - e)
  if (x.q === y.q) return { p: xp + yp, q: x.q, e }
  if (x.q % y.q === 0n) return { p: xp + yp * (x.q / y.q), q: x.q, e }
  if (y.q % x.q === 0n) return { p: xp * (y.q / x.q) + yp, q: y.q, e }
  return { p: xp * y.q + yp * x.q, q: x.q * y.q, e }
}

/** -x. */
export function negate(x: Rational): Rational {
  return { ...x, p: -x.p }
}

/** x * y. */
export function mul(x: Rational, y: Rational): Rational {
  if (x.p === 0n || y.p === 0n) return ZERO
  return { p: x.p * y.p, q: x.q * y.q, e: x.e + y.e }
}

/** 1 / x. @throws RangeError when x is 0 */
export function invert(x: Rational): Rational {
  if (x.p === 0n) throw new RangeError('1 / 0')
  return x.p < 0n ? { p: -x.q, q: -x.p, e: -x.e } : { p: x.q, q: x.p, e: -x.e }
}

/** x * 2 ** n. */
export function shift(x: Rational, n: number): Rational {
  return { ...x, e: x.e + n }
}

/** -1, 0 or 1. */
export function sign(x: Rational): number {
  return x.p === 0n ? 0 : x.p < 0n ? -1 : 1
}

/** The exponent of x, give or take one: |x| lies between 2 ** (magnitude - 1) and 2 ** (magnitude + 1). */
export function magnitude({ p, q, e }: Rational): number {
  return length(p < 0n ? -p : p) - length(q) + e
}

/** How many binary digits a positive integer has. */
export function length(n: bigint): number {
  const hex = n.toString(16)
  return 4 * hex.length + 28 - Math.clz32(Number.parseInt(hex.slice(0, 1), 16))
}

/** The integer nearest to x * 2 ** -last for x >= 0, the even one of two. */
function nearestInteger({ p, q, e }: Rational, last: number): bigint {
  const top = p << BigInt(Math.max(e - last, 0))
  const bottom = q << BigInt(Math.max(last - e, 0))
  const whole = top / bottom
  const rest = 2n * (top - whole * bottom)
  const up = rest > bottom || (rest === bottom && whole % 2n === 1n)
  return up ? whole + 1n : whole
}

/**
 * The float64 nearest to x, the even one of two: rounded once, subnormals included, an infinity from
 * 2 ** 1024 - 2 ** 970 on.
 */
export function round(x: Rational): number {
  if (x.p === 0n) return 0
  if (x.p < 0n) return -round(negate(x))
  // The last place kept is the 53rd digit of x, or that of the subnormals.
  let last = Math.max(magnitude(x) - 53, -1074)
  let digits = nearestInteger(x, last)
  if (digits > 2n ** 53n) {
    last += 1
    digits = nearestInteger(x, last)
  }
  return Number(digits) * 2 ** last
}
