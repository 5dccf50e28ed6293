/**
 * The sweeps of ../twin.ts for two columns at a time: the same operations in the same order, so that they leave the same
 * bits. See ../sweeps.ts for what each of them does.
 *
 * A row is gone through several times, a little work each time: long chains of operations that wait for each other are
 * what slows the machine down, and a row of numbers in between costs next to nothing.
 */

import {
  accumulate, add, clear, LO, mul, productHi, productLo, sumError, sumHi, sumLo, zero,
} from './pairs'

// Slots of a pair of columns, and how far two pairs lie apart, in bytes: SLOTS and PAIR of ../sweeps.ts times 8.
const ORIGIN: usize = 0
const SUM: usize = 16
const LARGEST: usize = 48
const LEAST: usize = 64
const X_FACTOR: usize = 80
const CENTRE: usize = 96
const MINUS_MU: usize = 112
const IVAR: usize = 144
const GAMMA: usize = 176
const BETA: usize = 192
const DOUT_FACTOR: usize = 208
const XHAT_FACTOR: usize = 224
const DGAMMA: usize = 240
const DIVAR: usize = 272
const TWICE_DSQ: usize = 304
const DX2: usize = 336
const UP_XMU: usize = 368
const UP_SQ: usize = 400
const UP_XHAT: usize = 432
const UP_OUT: usize = 464
const UP_DXHAT: usize = 496
const UP_DX: usize = 528
const PAIR: usize = 560

/** A value taken back to the unit that `up` is for, rounded once, at `to`. */
@inline function land(to: usize, hi: v128, lo: v128, up: usize): void {
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

export function total(n: i32, w: i32, columns: usize, m: usize): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  for (let s = slots; s < end; s += PAIR) {
    clear(s + SUM)
    v128.store(s, zero(), LARGEST)
    v128.store(s, f64x2.splat(Infinity), LEAST)
  }
  let at = m << 3
  for (let i = 0; i < n; i++) {
    for (let s = slots; s < end; s += PAIR, at += 16) {
      const x = v128.load(at)
      const size = f64x2.abs(x)
      const least = v128.load(s, LEAST)
      const some = v128.bitselect(size, least, f64x2.gt(size, zero()))
      v128.store(s, f64x2.pmin(least, some), LEAST)
      const from = f64x2.neg(v128.load(s, ORIGIN))
      const distance = add(x, from)
      v128.store(s, f64x2.pmax(v128.load(s, LARGEST), f64x2.abs(distance)), LARGEST)
      accumulate(s + SUM, distance, sumError(x, from))
    }
  }
}

export function centre(n: i32, w: i32, columns: usize, x: usize, lo: usize): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  for (let s = slots; s < end; s += PAIR) clear(s + SUM)
  let hiAt = x << 3
  let loAt = lo << 3
  const row = <usize>w << 3
  for (let i = 0; i < n; i++) {
    let k: usize = 0
    for (let s = slots; s < end; s += PAIR, k += 16) {
      const place = mul(v128.load(hiAt + k), v128.load(s, X_FACTOR))
      const origin = f64x2.neg(v128.load(s, CENTRE))
      const distance = add(place, origin)
      const distanceLo = sumError(place, origin)
      const mu = v128.load(s, MINUS_MU)
      const muLo = v128.load(s, MINUS_MU + LO)
      v128.store(hiAt + k, sumHi(distance, distanceLo, mu, muLo))
      v128.store(loAt + k, sumLo(distance, distanceLo, mu, muLo))
    }
    k = 0
    for (let s = slots; s < end; s += PAIR, k += 16) {
      const xmu = v128.load(hiAt + k)
      const xmuLo = v128.load(loAt + k)
      const sq = productHi(xmu, xmuLo, xmu, xmuLo)
      accumulate(s + SUM, sq, productLo(xmu, xmuLo, xmu, xmuLo))
    }
    hiAt += row
    loAt += row
  }
}

export function normalise(
  n: i32,
  w: i32,
  columns: usize,
  hi: usize,
  lo: usize,
  deviation: usize,
  sq: usize,
  xhat: usize,
  gammax: usize,
  out: usize,
): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  const row = <usize>w << 3
  const rows = <usize>n * row
  const hiAt = hi << 3
  const loAt = lo << 3
  const xmuAt = deviation << 3
  const sqAt = sq << 3
  const xhatAt = xhat << 3
  const gammaxAt = gammax << 3
  const outAt = out << 3
  for (let from: usize = 0; from < rows; from += row) {
    let k = from
    if (xmuAt || sqAt) {
      for (let s = slots; s < end; s += PAIR, k += 16) {
        const xmu = v128.load(hiAt + k)
        const xmuLo = v128.load(loAt + k)
        if (xmuAt) land(xmuAt + k, xmu, xmuLo, s + UP_XMU)
        if (sqAt) {
          const square = productHi(xmu, xmuLo, xmu, xmuLo)
          land(sqAt + k, square, productLo(xmu, xmuLo, xmu, xmuLo), s + UP_SQ)
        }
      }
      k = from
    }
    for (let s = slots; s < end; s += PAIR, k += 16) {
      const xmu = v128.load(hiAt + k)
      const xmuLo = v128.load(loAt + k)
      const ivar = v128.load(s, IVAR)
      const ivarLo = v128.load(s, IVAR + LO)
      const hat = productHi(xmu, xmuLo, ivar, ivarLo)
      const hatLo = productLo(xmu, xmuLo, ivar, ivarLo)
      v128.store(hiAt + k, hat)
      v128.store(loAt + k, hatLo)
      if (xhatAt) land(xhatAt + k, hat, hatLo, s + UP_XHAT)
    }
    k = from
    for (let s = slots; s < end; s += PAIR, k += 16) {
      const hat = v128.load(hiAt + k)
      const hatLo = v128.load(loAt + k)
      const gamma = v128.load(s, GAMMA)
      const scaled = productHi(gamma, zero(), hat, hatLo)
      const scaledLo = productLo(gamma, zero(), hat, hatLo)
      if (gammaxAt) land(gammaxAt + k, scaled, scaledLo, s + UP_OUT)
      if (outAt) {
        const beta = v128.load(s, BETA)
        const shifted = sumHi(scaled, scaledLo, beta, zero())
        land(outAt + k, shifted, sumLo(scaled, scaledLo, beta, zero()), s + UP_OUT)
      }
    }
  }
}

export function pulls(n: i32, w: i32, columns: usize, hi: usize, lo: usize, xhat: usize, dout: usize): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  for (let s = slots; s < end; s += PAIR) {
    clear(s + DGAMMA)
    clear(s + DIVAR)
  }
  const row = <usize>w << 3
  const rows = <usize>n * row
  const hiAt = hi << 3
  const loAt = lo << 3
  const xhatAt = xhat << 3
  const doutAt = dout << 3
  const scratch = end
  for (let from: usize = 0; from < rows; from += row) {
    let k = from
    let at = scratch
    for (let s = slots; s < end; s += PAIR, k += 16, at += 16) {
      const g = mul(v128.load(doutAt + k), v128.load(s, DOUT_FACTOR))
      let hat: v128
      let hatLo = zero()
      if (xhatAt) {
        hat = mul(v128.load(xhatAt + k), v128.load(s, XHAT_FACTOR))
      } else {
        const xmu = v128.load(hiAt + k)
        const xmuLo = v128.load(loAt + k)
        const ivar = v128.load(s, IVAR)
        const ivarLo = v128.load(s, IVAR + LO)
        hat = productHi(xmu, xmuLo, ivar, ivarLo)
        hatLo = productLo(xmu, xmuLo, ivar, ivarLo)
      }
      v128.store(at, productHi(g, zero(), hat, hatLo))
      v128.store(at + row, productLo(g, zero(), hat, hatLo))
    }
    at = scratch
    for (let s = slots; s < end; s += PAIR, at += 16) {
      accumulate(s + DGAMMA, v128.load(at), v128.load(at + row))
    }
    k = from
    at = scratch
    for (let s = slots; s < end; s += PAIR, k += 16, at += 16) {
      const g = mul(v128.load(doutAt + k), v128.load(s, DOUT_FACTOR))
      const xmu = v128.load(hiAt + k)
      const xmuLo = v128.load(loAt + k)
      const gamma = v128.load(s, GAMMA)
      const hat = productHi(g, zero(), gamma, zero())
      const hatLo = productLo(g, zero(), gamma, zero())
      v128.store(at, productHi(hat, hatLo, xmu, xmuLo))
      v128.store(at + row, productLo(hat, hatLo, xmu, xmuLo))
    }
    at = scratch
    for (let s = slots; s < end; s += PAIR, at += 16) {
      accumulate(s + DIVAR, v128.load(at), v128.load(at + row))
    }
  }
}

export function retrace(
  n: i32,
  w: i32,
  columns: usize,
  hi: usize,
  lo: usize,
  dout: usize,
  dx: usize,
  dxhat: usize,
  dxmu1: usize,
  dxmu2: usize,
  dx1: usize,
): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  for (let s = slots; s < end; s += PAIR) clear(s + SUM)
  const row = <usize>w << 3
  const rows = <usize>n * row
  const hiAt = hi << 3
  const loAt = lo << 3
  const doutAt = dout << 3
  const dxAt = dx << 3
  const dxhatAt = dxhat << 3
  const dxmu1At = dxmu1 << 3
  const dxmu2At = dxmu2 << 3
  const dx1At = dx1 << 3
  const scratch = end
  for (let from: usize = 0; from < rows; from += row) {
    let k = from
    let at = scratch
    for (let s = slots; s < end; s += PAIR, k += 16, at += 16) {
      const g = mul(v128.load(doutAt + k), v128.load(s, DOUT_FACTOR))
      const gamma = v128.load(s, GAMMA)
      const hat = productHi(g, zero(), gamma, zero())
      const hatLo = productLo(g, zero(), gamma, zero())
      if (dxhatAt) land(dxhatAt + k, hat, hatLo, s + UP_DXHAT)
      const ivar = v128.load(s, IVAR)
      const ivarLo = v128.load(s, IVAR + LO)
      const first = productHi(hat, hatLo, ivar, ivarLo)
      const firstLo = productLo(hat, hatLo, ivar, ivarLo)
      if (dxmu1At) land(dxmu1At + k, first, firstLo, s + UP_DX)
      v128.store(at, first)
      v128.store(at + row, firstLo)
    }
    k = from
    at = scratch
    for (let s = slots; s < end; s += PAIR, k += 16, at += 16) {
      const xmu = v128.load(hiAt + k)
      const xmuLo = v128.load(loAt + k)
      const dsq = v128.load(s, TWICE_DSQ)
      const dsqLo = v128.load(s, TWICE_DSQ + LO)
      const second = productHi(xmu, xmuLo, dsq, dsqLo)
      const secondLo = productLo(xmu, xmuLo, dsq, dsqLo)
      if (dxmu2At) land(dxmu2At + k, second, secondLo, s + UP_DX)
      const first = v128.load(at)
      const firstLo = v128.load(at + row)
      const both = sumHi(first, firstLo, second, secondLo)
      const bothLo = sumLo(first, firstLo, second, secondLo)
      v128.store(dxAt + k, both)
      v128.store(loAt + k, bothLo)
      if (dx1At) land(dx1At + k, both, bothLo, s + UP_DX)
    }
    k = from
    for (let s = slots; s < end; s += PAIR, k += 16) {
      accumulate(s + SUM, v128.load(dxAt + k), v128.load(loAt + k))
    }
  }
}

export function arrive(n: i32, w: i32, columns: usize, hi: usize, lo: usize): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  const size = <usize>n * <usize>w << 3
  const hiAt = hi << 3
  const loAt = lo << 3
  for (let k: usize = 0; k < size; ) {
    for (let s = slots; s < end; s += PAIR, k += 16) {
      const h = v128.load(hiAt + k)
      const l = v128.load(loAt + k)
      const dx2 = v128.load(s, DX2)
      const dx2Lo = v128.load(s, DX2 + LO)
      land(hiAt + k, sumHi(h, l, dx2, dx2Lo), sumLo(h, l, dx2, dx2Lo), s + UP_DX)
    }
  }
}
