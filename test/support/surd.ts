import type { Rational } from './rational.ts'
import * as Q from './rational.ts'

/**
 * Exact numbers a + b * sqrt(c) with rational a, b, c: all that Batch Normalization needs. Within a channel c is
 * var + eps, and sums, products and quotients stay of this form, since sqrt(c) squared is c. Where sqrt(c) is rational
 * itself it goes into a, so that b != 0 always means an irrational number.
 */
export interface Surd {
  readonly a: Rational
  readonly b: Rational
  readonly c: Rational
}

/** A rational number as a surd. */
export function surd(a: Rational): Surd {
  return { a, b: Q.ZERO, c: Q.ZERO }
}

/** The c of x and y together. @throws RangeError when they are of two different roots */
function commonRoot(x: Surd, y: Surd): Rational {
  if (x.b.p === 0n) return y.c
  if (y.b.p !== 0n && Q.add(x.c, Q.negate(y.c)).p !== 0n)
    throw new RangeError('two different roots')
  return x.c
}

/** x + y. */
export function add(x: Surd, y: Surd): Surd {
  return { a: Q.add(x.a, y.a), b: Q.add(x.b, y.b), c: commonRoot(x, y) }
}

/** -x. */
export function negate(x: Surd): Surd {
  return { ...x, a: Q.negate(x.a), b: Q.negate(x.b) }
}

/** x * 2 ** n. */
export function shift({ a, b, c }: Surd, n: number): Surd {
  return { a: Q.shift(a, n), b: Q.shift(b, n), c }
}

/** x * y = xa ya + xb yb c + (xa yb + xb ya) sqrt(c). */
export function mul(x: Surd, y: Surd): Surd {
  const c = commonRoot(x, y)
  return {
    a: Q.add(Q.mul(x.a, y.a), Q.mul(Q.mul(x.b, y.b), c)),
    b: Q.add(Q.mul(x.a, y.b), Q.mul(x.b, y.a)),
    c,
  }
}

/** 1 / x = (a - b sqrt(c)) / (a^2 - b^2 c). */
export function invert({ a, b, c }: Surd): Surd {
  const norm = Q.add(Q.mul(a, a), Q.negate(Q.mul(Q.mul(b, b), c)))
  const factor = Q.invert(norm)
  return { a: Q.mul(a, factor), b: Q.negate(Q.mul(b, factor)), c }
}

/** The square root of a rational number c >= 0. @throws RangeError for any other */
export function sqrt({ a: c, b }: Surd): Surd {
  if (b.p !== 0n || c.p < 0n) throw new RangeError('not the square of a surd')
  // p / q * 2 ** e is a square when p * q * 2 ** (e % 2) is.
  const odd = Math.abs(c.e % 2)
  const square = (c.p * c.q) << BigInt(odd)
  const root = integerRoot(square)
  if (root * root === square) return surd({ p: root, q: c.q, e: (c.e - odd) / 2 })
  return { a: Q.ZERO, b: Q.ONE, c }
}

/** -1, 0 or 1, decided exactly: between a and b sqrt(c) of opposite signs the larger square decides. */
export function sign({ a, b, c }: Surd): number {
  if (Q.sign(a) * Q.sign(b) >= 0) return Q.sign(a) || Q.sign(b)
  return Q.sign(a) * Q.sign(Q.add(Q.mul(a, a), Q.negate(Q.mul(Q.mul(b, b), c))))
}

/** |x|. */
export function abs(x: Surd): Surd {
  return sign(x) < 0 ? negate(x) : x
}

/**
 * The float64 nearest to x. A rational number is rounded as such. An irrational one is enclosed ever more closely
 * until both ends round alike, which they do in the end: it is never halfway between two numbers.
 */
export function round({ a, b, c }: Surd): number {
  if (b.p === 0n) return Q.round(a)
  for (let digits = 128; ; digits *= 2) {
    const [low, high] = enclose(c, digits).map((root) => Q.round(Q.add(a, Q.mul(b, root))))
    if (low === high) return low as number
  }
}

/** Two fractions with sqrt(c) between them, apart by one unit in the last of about `digits` binary places. */
function enclose(c: Rational, digits: number): [low: Rational, high: Rational] {
  const places = digits - Math.floor(Q.magnitude(c) / 2)
  const shift = c.e + 2 * places
  const square = (c.p << BigInt(Math.max(shift, 0))) / (c.q << BigInt(Math.max(-shift, 0)))
  const root = integerRoot(square)
  return [
    { p: root, q: 1n, e: -places },
    { p: root + 1n, q: 1n, e: -places },
  ]
}

/** The largest integer whose square is at most n (Newton's method from above). */
function integerRoot(n: bigint): bigint {
  if (n === 0n) return 0n
  let root = 1n << BigInt((Q.length(n) + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
