/**
 * The sweeps in plain float64 of ../twin-rises.ts for two columns at a time: the same operations in the same order, so that
 * they leave the same bits. See ../rise-sweeps.ts for what each of them does.
 */

import { add, mul, sub, zero } from './pairs'
import { SUM, PAIR, MOVE, EPS, IVAR_TO, IVAR_FROM, GAMMA_TO, GAMMA_FROM, BETA_TO, BETA_FROM } from './slots'

/** Rows that a pair of columns goes through before the next pair does: its slots are read once for all of them. */
const STRIP: i32 = 8

export function movePlain(
  n: i32,
  w: i32,
  columns: usize,
  x: usize,
  direction: usize,
  row: i32,
  to: usize,
): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  const size = <usize>w << 3
  for (let s = slots; s < end; s += PAIR) v128.store(s, zero(), SUM)
  let xAt = x << 3
  let directionAt = direction << 3
  let toAt = to << 3
  for (let i = 0; i < n; i += STRIP) {
    const rows = min(STRIP, n - i)
    let column: usize = 0
    for (let s = slots; s < end; s += PAIR, column += 16) {
      const far = v128.load(s, MOVE)
      let sum = v128.load(s, SUM)
      let k = column
      for (let r = 0; r < rows; r++, k += size) {
        let value = v128.load(xAt + k)
        if (direction) value = add(value, mul(far, v128.load(directionAt + k)))
        else if (i + r == row) value = add(value, far)
        v128.store(toAt + k, value)
        sum = add(sum, value)
      }
      v128.store(s, sum, SUM)
    }
    const strip = <usize>rows * size
    xAt += strip
    directionAt += strip
    toAt += strip
  }
}

export function deviatePlain(n: i32, w: i32, columns: usize, to: usize, ivar: usize): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  const size = <usize>w << 3
  const count = f64x2.splat(<f64>n)
  for (let s = slots; s < end; s += PAIR) {
    v128.store(s, f64x2.div(v128.load(s, SUM), count), MOVE)
    v128.store(s, zero(), SUM)
  }
  let at = to << 3
  for (let i = 0; i < n; i += STRIP) {
    const rows = min(STRIP, n - i)
    let column = at
    for (let s = slots; s < end; s += PAIR, column += 16) {
      const mu = v128.load(s, MOVE)
      let sum = v128.load(s, SUM)
      let k = column
      for (let r = 0; r < rows; r++, k += size) {
        const xmu = sub(v128.load(k), mu)
        v128.store(k, xmu)
        sum = add(sum, mul(xmu, xmu))
      }
      v128.store(s, sum, SUM)
    }
    at += <usize>rows * size
  }
  const slot = ivar << 3
  for (let s = slots; s < end; s += PAIR) {
    const padded = add(f64x2.div(v128.load(s, SUM), count), v128.load(s, EPS))
    v128.store(s + slot, f64x2.div(f64x2.splat(1), f64x2.sqrt(padded)))
  }
}

export function risePlain(
  n: i32,
  w: i32,
  columns: usize,
  to: usize,
  from: usize,
  dout: usize,
): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  const size = <usize>w << 3
  for (let s = slots; s < end; s += PAIR) v128.store(s, zero(), SUM)
  let toAt = to << 3
  let fromAt = from << 3
  let doutAt = dout << 3
  for (let i = 0; i < n; i += STRIP) {
    const rows = min(STRIP, n - i)
    let column: usize = 0
    for (let s = slots; s < end; s += PAIR, column += 16) {
      const ivarTo = v128.load(s, IVAR_TO)
      const ivarFrom = v128.load(s, IVAR_FROM)
      const gammaTo = v128.load(s, GAMMA_TO)
      const gammaFrom = v128.load(s, GAMMA_FROM)
      const betaTo = v128.load(s, BETA_TO)
      const betaFrom = v128.load(s, BETA_FROM)
      let sum = v128.load(s, SUM)
      let k = column
      for (let r = 0; r < rows; r++, k += size) {
        const after = add(mul(gammaTo, mul(v128.load(toAt + k), ivarTo)), betaTo)
        const before = add(mul(gammaFrom, mul(v128.load(fromAt + k), ivarFrom)), betaFrom)
        sum = add(sum, mul(v128.load(doutAt + k), sub(after, before)))
      }
      v128.store(s, sum, SUM)
    }
    const strip = <usize>rows * size
    toAt += strip
    fromAt += strip
    doutAt += strip
  }
}
