import { type Cells, store } from '../arithmetics/dd.ts'
import { LO } from './sweeps.ts'

/**
 * Powers of two between the wide numbers of the table and the plain ones of the sweeps. Which power a channel is
 * divided by is a matter of taste, to a few places: dividing by it costs no digits, and it is multiplied back in the
 * end. What matters is that nothing leaves the range on the way, which `fits` answers for.
 */

/** Every power of two that float64 has, 2 ** -1074 first: looking one up is faster than pow(). */
const POWERS = Float64Array.from({ length: 2098 }, (_, k) => 2 ** (k - 1074))

/** 2 ** exponent; 0 or Infinity beyond float64. */
export function power(exponent: number): number {
  return POWERS[exponent + 1074] ?? (exponent < 0 ? 0 : Number.POSITIVE_INFINITY)
}

/** The exponent of a positive number, give or take 1. */
export function exponentOf(size: number): number {
  return Math.floor(Math.log2(size))
}

/** The exponent to divide numbers of at most this size by; such that its power and that of its negative exist. */
export function exponentFor(size: number): number {
  return size === 0 ? 0 : Math.max(-1000, Math.min(1000, exponentOf(size)))
}

/** How far apart the largest of some numbers and the last digit of the smallest may lie, in powers of two. */
const DIGITS = 170
/** How much larger than the power they are divided by numbers may be. */
const HEADROOM = 100

/**
 * Whether numbers can be divided by 2 ** exponent for the sweeps: none of them becomes large, and even the last digit
 * of the smallest stays so far above the smallest float64 that no product of the circuit, nor its error, can vanish.
 *
 * @param largest of what is calculated with, the distances from an origin
 * @param least of the numbers themselves that are not 0; Infinity when there is none
 */
export function fits(largest: number, least: number, exponent: number): boolean {
  if (largest === 0) return true
  const last = Math.max(exponentOf(least) - 52, -1074)
  return exponentOf(largest) - exponent <= HEADROOM && last - exponent >= -DIGITS
}

/** out[o] = (hi + lo) * 2 ** exponent. */
export function widen(out: Cells, o: number, hi: number, lo: number, exponent: number): void {
  store(out, o, hi, lo, 0)
  const k = Math.round(exponent / 512)
  const rest = power(exponent - 512 * k)
  store(out, o, out.hi[o] * rest, out.lo[o] * rest, out.k[o] + k)
}

/** (hi, lo) of a slot = a[i] / 2 ** exponent, plain; not finite, or 0, where that is out of range. */
export function narrow(
  heap: Float64Array,
  slot: number,
  a: Cells,
  i: number,
  exponent: number,
): void {
  // 0 fits everywhere, wherever its channel lies.
  const factor = a.hi[i] === 0 ? 1 : power(512 * a.k[i] - exponent)
  heap[slot] = a.hi[i] * factor
  heap[slot + LO] = a.lo[i] * factor
}

/** The two factors that take a value back to its unit, 2 ** exponent in all, as `landed` takes them. */
export function raise(heap: Float64Array, slot: number, exponent: number): void {
  // Beyond these bounds every value of the sweeps has left float64, and stays where it has gone.
  const whole = Math.max(-1300, Math.min(2000, exponent))
  const first = whole >= -1022 && whole <= 1023 ? whole : Math.trunc(whole / 2)
  heap[slot] = power(first)
  heap[slot + LO] = power(whole - first)
}
