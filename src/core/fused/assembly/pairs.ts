/**
 * Double-double numbers, two at a time: the operations of ../pairs.ts and of ../../arithmetics/dd.ts, in the same order,
 * so that they leave the same bits.
 *
 * A number is two vectors, hi and lo, and a function gives one of the two: sumHi and sumLo of the same arguments share
 * their operations once the compiler has taken them apart.
 */

/** How far lo lies behind hi in a slot, in bytes. */
export const LO: usize = 16

@inline export function zero(): v128 { return f64x2.splat(0) }

@inline export function add(x: v128, y: v128): v128 { return f64x2.add(x, y) }
@inline export function sub(x: v128, y: v128): v128 { return f64x2.sub(x, y) }
@inline export function mul(x: v128, y: v128): v128 { return f64x2.mul(x, y) }
@inline export function neg(x: v128): v128 { return f64x2.neg(x) }

/** What x + y has lost: TwoSum. */
@inline export function sumError(x: v128, y: v128): v128 {
  const s = add(x, y)
  const b = sub(s, x)
  return add(sub(x, sub(s, b)), sub(y, b))
}

@inline export function sumHi(xh: v128, xl: v128, yh: v128, yl: v128): v128 {
  const sh = add(xh, yh)
  const r = add(sumError(xh, yh), add(xl, yl))
  const vh = add(sh, r)
  const w = add(sumError(xl, yl), sub(r, sub(vh, sh)))
  return add(vh, w)
}

@inline export function sumLo(xh: v128, xl: v128, yh: v128, yl: v128): v128 {
  const sh = add(xh, yh)
  const r = add(sumError(xh, yh), add(xl, yl))
  const vh = add(sh, r)
  const w = add(sumError(xl, yl), sub(r, sub(vh, sh)))
  return sub(w, sub(add(vh, w), vh))
}

/** The upper half of the digits of x: Dekker's splitting. */
@inline export function top(x: v128): v128 {
  const t = mul(f64x2.splat(134217729), x)
  return sub(t, sub(t, x))
}

/**
 * What x * y has lost, exactly either way: in one operation where the machine multiplies and adds without rounding in
 * between, else by TwoProduct.
 */
@inline export function productError(x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(x, y, f64x2.neg(mul(x, y)))
  const xTop = top(x)
  const xRest = sub(x, xTop)
  const yTop = top(y)
  const yRest = sub(y, yTop)
  const half = add(sub(mul(xTop, yTop), mul(x, y)), mul(xTop, yRest))
  return add(add(half, mul(xRest, yTop)), mul(xRest, yRest))
}

@inline export function productHi(xh: v128, xl: v128, yh: v128, yl: v128): v128 {
  const e = add(productError(xh, yh), add(mul(xh, yl), mul(xl, yh)))
  return add(mul(xh, yh), e)
}

@inline export function productLo(xh: v128, xl: v128, yh: v128, yl: v128): v128 {
  const p = mul(xh, yh)
  const e = add(productError(xh, yh), add(mul(xh, yl), mul(xl, yh)))
  return sub(e, sub(add(p, e), p))
}

/** (xh + xl) / (yh + yl). */
@inline export function quotientHi(xh: v128, xl: v128, yh: v128, yl: v128): v128 {
  return add(f64x2.div(xh, yh), quotientRest(xh, xl, yh, yl))
}

@inline export function quotientLo(xh: v128, xl: v128, yh: v128, yl: v128): v128 {
  const q = f64x2.div(xh, yh)
  const r = quotientRest(xh, xl, yh, yl)
  return sub(r, sub(add(q, r), q))
}

@inline function quotientRest(xh: v128, xl: v128, yh: v128, yl: v128): v128 {
  const q = f64x2.div(xh, yh)
  const e = add(productError(q, yh), mul(q, yl))
  return f64x2.div(add(sub(sub(xh, mul(q, yh)), e), xl), yh)
}

@inline export function rootHi(xh: v128, xl: v128): v128 {
  return add(f64x2.sqrt(xh), rootRest(xh, xl))
}

@inline export function rootLo(xh: v128, xl: v128): v128 {
  const root = f64x2.sqrt(xh)
  const r = rootRest(xh, xl)
  return sub(r, sub(add(root, r), root))
}

@inline function rootRest(xh: v128, xl: v128): v128 {
  const root = f64x2.sqrt(xh)
  const off = add(sub(sub(xh, mul(root, root)), productError(root, root)), xl)
  return f64x2.div(off, mul(f64x2.splat(2), root))
}

/** Adds (hi, lo) to a slot. */
@inline export function accumulate(slot: usize, hi: v128, lo: v128): void {
  const sh = v128.load(slot)
  const sl = v128.load(slot, LO)
  v128.store(slot, sumHi(sh, sl, hi, lo))
  v128.store(slot, sumLo(sh, sl, hi, lo), LO)
}

@inline export function clear(slot: usize): void {
  v128.store(slot, zero())
  v128.store(slot, zero(), LO)
}

/** Whether this machine multiplies and adds without rounding in between; asked with 1 + 2^-30, whose square is too long. */
export function fuses(x: f64): bool {
  if (!ASC_FEATURE_RELAXED_SIMD) return false
  const square = f64x2.splat(x)
  return f64x2.extract_lane(productError(square, square), 0) != 0
}
