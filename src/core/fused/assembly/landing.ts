/** How a value leaves the sweeps: `landed` of ../pairs.ts for two columns at a time. */

import { LO, mul } from './pairs'

/** A value taken back to the unit that `up` is for, rounded once, at `to`. */
@inline export function land(to: usize, hi: v128, lo: v128, up: usize): void {
  const rounded = mul(mul(hi, v128.load(up)), v128.load(up, LO))
  v128.store(to, rounded)
  if (v128.any_true(f64x2.lt(f64x2.abs(rounded), f64x2.splat(2.2250738585072014e-308)))) {
    settle(to, f64x2.extract_lane(hi, 0), f64x2.extract_lane(lo, 0), up)
    settle(to + 8, f64x2.extract_lane(hi, 1), f64x2.extract_lane(lo, 1), up + 8)
  }
}

/** Settles a tie between two subnormals that lo decides, in a value that has landed at `to`. */
function settle(to: usize, hi: f64, lo: f64, up: usize): void {
  const rounded = load<f64>(to)
  if (abs(rounded) >= 2.2250738585072014e-308 || hi == 0) return
  const first = load<f64>(up)
  const farther = load<f64>(up, LO)
  const off = hi - rounded / farther / first
  const half = 5e-324 / farther / first / 2
  if (abs(off) != half || lo == 0 || (off < 0) != (lo < 0)) return
  store<f64>(to, rounded + (lo < 0 ? -5e-324 : 5e-324))
}
