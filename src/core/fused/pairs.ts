/**
 * Double-double numbers (hi, lo) with the exponents of plain float64: the very operations of arithmetics/dd.ts, in the
 * same order, so that they give the same digits as long as nothing overflows or underflows. A function returns hi and
 * leaves lo in `rest`; both are read before the next one is called.
 *
 * Sources: see arithmetics/dd.ts.
 */

/** The low part of the last result. */
export const rest = new Float64Array(1)

const SPLITTER = 2 ** 27 + 1

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
  let t = SPLITTER * xh
  const xTop = t - (t - xh)
  const xRest = xh - xTop
  t = SPLITTER * yh
  const yTop = t - (t - yh)
  const yRest = yh - yTop
  const p = xh * yh
  const error = xTop * yTop - p + xTop * yRest + xRest * yTop + xRest * yRest
  const e = error + (xh * yl + xl * yh)
  const zh = p + e
  rest[0] = e - (zh - p)
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
