/**
 * Double-double cells with a wide exponent: a cell is (hi + lo) * RADIX ** k, about 32 digits over a range that
 * no computation of this service leaves. hi is always the float64 nearest to hi + lo, and 2^-256 <= |hi| < 2^256
 * (or 0), so products, quotients and their error terms can neither overflow nor lose bits to underflow.
 *
 * Every operation reads cells and writes one; the cell written may be one of those read.
 *
 * Sources: TwoSum: Knuth, TAOCP vol. 2, 4.2.2. FastTwoSum, splitting and TwoProduct: Dekker 1971,
 * doi:10.1007/BF01397083. The operations and their bounds (u = 2^-53): Joldes, Muller, Popescu 2017,
 * doi:10.1145/3121432: sum 3u^2 (Algorithm 6), product 7u^2 (Algorithm 10), quotient 15u^2 (Algorithm 17).
 */

/** Cells side by side; the value of cell i is (hi[i] + lo[i]) * 2 ** (512 * k[i]). */
export interface Cells {
  readonly hi: Float64Array
  readonly lo: Float64Array
  readonly k: Int32Array
}

const RADIX = 2 ** 512
const PER_RADIX = 2 ** -512
const TOP = 2 ** 256
const BOTTOM = 2 ** -256
const SPLITTER = 2 ** 27 + 1
const SMALLEST = 2 ** -1074
/** Half of the smallest subnormal, as it looks from k = -2. */
const HALF_SMALLEST = 2 ** -51

/** `length` cells, all 0. */
export function cells(length: number): Cells {
  return {
    hi: new Float64Array(length),
    lo: new Float64Array(length),
    k: new Int32Array(length),
  }
}

/** out[o] = (hi + lo) * RADIX ** k, whatever the size of hi. */
export function store(out: Cells, o: number, hi: number, lo: number, k: number): void {
  const size = Math.abs(hi)
  if (size >= TOP || size < BOTTOM) {
    rescale(out, o, hi, lo, k)
  } else {
    out.hi[o] = hi
    out.lo[o] = lo
    out.k[o] = k
  }
}

function rescale(out: Cells, o: number, hi: number, lo: number, k: number): void {
  let size = Math.abs(hi)
  while (size >= TOP && size < Number.POSITIVE_INFINITY) {
    size *= PER_RADIX
    hi *= PER_RADIX
    lo *= PER_RADIX
    k += 1
  }
  while (size < BOTTOM && size > 0) {
    size *= RADIX
    hi *= RADIX
    lo *= RADIX
    k -= 1
  }
  out.hi[o] = hi
  out.lo[o] = lo
  out.k[o] = size === 0 ? 0 : k
}

/** out[o] = the float64 `x`, exactly. */
export function set(out: Cells, o: number, x: number): void {
  store(out, o, x, 0, 0)
}

/** out[o] = a[i]. */
export function copy(out: Cells, o: number, a: Cells, i: number): void {
  out.hi[o] = a.hi[i] as number
  out.lo[o] = a.lo[i] as number
  out.k[o] = a.k[i] as number
}

/** Whether a[i] < b[j], for cells that are not negative. */
export function isLess(a: Cells, i: number, b: Cells, j: number): boolean {
  const [x, y] = [a.hi[i] as number, b.hi[j] as number]
  if (x === 0 || y === 0) return x < y
  const order = (a.k[i] as number) - (b.k[j] as number)
  if (order !== 0) return order < 0
  return x < y || (x === y && (a.lo[i] as number) < (b.lo[j] as number))
}

/** The float64 nearest to a[i]: one rounding, subnormals included; an infinity beyond the range of float64. */
export function round(a: Cells, i: number): number {
  const hi = a.hi[i] as number
  const k = a.k[i] as number
  if (k === 0) return hi
  if (k > 2) return hi * Number.POSITIVE_INFINITY
  if (k > 0) return k === 1 ? hi * RADIX : hi * RADIX * RADIX
  if (k < -2) return 0 * hi
  if (k === -1) return hi * PER_RADIX
  const rounded = hi * PER_RADIX * PER_RADIX
  const rest = hi - rounded * RADIX * RADIX
  // A tie between two subnormals that lo decides: rounding hi alone would round twice.
  const lo = a.lo[i] as number
  if (Math.abs(rest) === HALF_SMALLEST && Math.sign(rest) === Math.sign(lo)) {
    return rounded + Math.sign(lo) * SMALLEST
  }
  return rounded
}

/** out[o] = a[i] + b[j]. */
export function add(out: Cells, o: number, a: Cells, i: number, b: Cells, j: number): void {
  sumOf(out, o, a, i, b, j, 1)
}

/** out[o] = a[i] - b[j]. */
export function sub(out: Cells, o: number, a: Cells, i: number, b: Cells, j: number): void {
  sumOf(out, o, a, i, b, j, -1)
}

function sumOf(
  out: Cells,
  o: number,
  a: Cells,
  i: number,
  b: Cells,
  j: number,
  sign: 1 | -1,
): void {
  let xh = a.hi[i] as number
  let xl = a.lo[i] as number
  let k = a.k[i] as number
  let yh = sign * (b.hi[j] as number)
  let yl = sign * (b.lo[j] as number)
  const kb = b.k[j] as number
  if (k !== kb) {
    if (xh === 0 || (yh !== 0 && k < kb - 1)) return store(out, o, yh, yl, kb)
    if (yh === 0 || k > kb + 1) return store(out, o, xh, xl, k)
    if (k > kb) {
      yh *= PER_RADIX
      yl *= PER_RADIX
    } else {
      xh *= PER_RADIX
      xl *= PER_RADIX
      k = kb
    }
  }
  const sh = xh + yh
  let bb = sh - xh
  const sl = xh - (sh - bb) + (yh - bb)
  const th = xl + yl
  bb = th - xl
  const tl = xl - (th - bb) + (yl - bb)
  const c = sl + th
  const vh = sh + c
  const w = tl + (c - (vh - sh))
  const zh = vh + w
  store(out, o, zh, w - (zh - vh), k)
}

/** out[o] = a[i] * b[j]. */
export function mul(out: Cells, o: number, a: Cells, i: number, b: Cells, j: number): void {
  const xh = a.hi[i] as number
  const yh = b.hi[j] as number
  const p = xh * yh
  const e = productError(xh, yh, p) + (xh * (b.lo[j] as number) + (a.lo[i] as number) * yh)
  const zh = p + e
  store(out, o, zh, e - (zh - p), (a.k[i] as number) + (b.k[j] as number))
}

/** x * y - p for p = fl(x * y), exactly (TwoProduct). */
export function productError(x: number, y: number, p: number): number {
  let t = SPLITTER * x
  const xTop = t - (t - x)
  const xRest = x - xTop
  t = SPLITTER * y
  const yTop = t - (t - y)
  const yRest = y - yTop
  return xTop * yTop - p + xTop * yRest + xRest * yTop + xRest * yRest
}

/** out[o] = a[i] / b[j]; an infinity or NaN where b[j] is 0. */
export function div(out: Cells, o: number, a: Cells, i: number, b: Cells, j: number): void {
  const xh = a.hi[i] as number
  const yh = b.hi[j] as number
  const q = xh / yh
  const p = q * yh
  const e = productError(q, yh, p) + q * (b.lo[j] as number)
  const correction = (xh - p - e + (a.lo[i] as number)) / yh
  const zh = q + correction
  store(out, o, zh, correction - (zh - q), (a.k[i] as number) - (b.k[j] as number))
}

/** out[o] = sqrt(a[i]); NaN where a[i] < 0. */
export function sqrt(out: Cells, o: number, a: Cells, i: number): void {
  let hi = a.hi[i] as number
  let lo = a.lo[i] as number
  let k = a.k[i] as number
  if (hi === 0) return set(out, o, 0)
  if (k % 2 !== 0) {
    hi *= RADIX
    lo *= RADIX
    k -= 1
  }
  const root = Math.sqrt(hi)
  const p = root * root
  const correction = (hi - p - productError(root, root, p) + lo) / (2 * root)
  const zh = root + correction
  store(out, o, zh, correction - (zh - root), k / 2)
}
