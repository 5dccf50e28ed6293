/**
 * Double-double numbers (hi, lo) with the exponents of plain float64: the very operations of arithmetics/dd.ts, in the
 * same order, so that they give the same digits as long as nothing overflows or underflows. A function returns hi and
 * leaves lo in `rest`; both are read before the next one is called.
 *
 * Sources: see arithmetics/dd.ts.
 */

import { productError } from '../arithmetics/dd.ts'

/** The low part of the last result. */
export const rest = new Float64Array(1)

/** x + y, exactly. */
export function exactSum(x: number, y: number): number {
  const sum = x + y
  const b = sum - x
  rest[0] = x - (sum - b) + (y - b)
  return sum
}

/** (xh + xl) + (yh + yl). */
export function sum(xh: number, xl: number, yh: number, yl: number): number {
  const sh = xh + yh
  const b = sh - xh
  const sl = xh - (sh - b) + (yh - b)
  const th = xl + yl
  const c = th - xl
  const tl = xl - (th - c) + (yl - c)
  const r = sl + th
  const vh = sh + r
  const w = tl + (r - (vh - sh))
  const zh = vh + w
  rest[0] = w - (zh - vh)
  return zh
}

/** (xh + xl) * (yh + yl). */
export function product(xh: number, xl: number, yh: number, yl: number): number {
  const p = xh * yh
  const e = productError(xh, yh, p) + (xh * yl + xl * yh)
  const zh = p + e
  rest[0] = e - (zh - p)
  return zh
}

/** (xh + xl) / (yh + yl). */
export function quotient(xh: number, xl: number, yh: number, yl: number): number {
  const q = xh / yh
  const p = q * yh
  const e = productError(q, yh, p) + q * yl
  const r = (xh - p - e + xl) / yh
  const zh = q + r
  rest[0] = r - (zh - q)
  return zh
}

/** The square root of xh + xl, which is positive. */
export function root(xh: number, xl: number): number {
  const s = Math.sqrt(xh)
  const p = s * s
  const r = (xh - p - productError(s, s, p) + xl) / (2 * s)
  const zh = s + r
  rest[0] = r - (zh - s)
  return zh
}

const SMALLEST_NORMAL = 2 ** -1022
const SMALLEST = 2 ** -1074

/**
 * The float64 nearest to (hi + lo) * up * farther, two powers of two of which the second is 1 unless the first alone
 * can't say it: one rounding, subnormals included.
 */
export function landed(hi: number, lo: number, up: number, farther: number): number {
  const rounded = hi * up * farther
  if (Math.abs(rounded) >= SMALLEST_NORMAL || hi === 0) return rounded
  // A tie between two subnormals that lo decides: rounding hi alone would round twice.
  const off = hi - rounded / farther / up
  const half = SMALLEST / farther / up / 2
  if (Math.abs(off) !== half || Math.sign(off) !== Math.sign(lo)) return rounded
  return rounded + Math.sign(lo) * SMALLEST
}
