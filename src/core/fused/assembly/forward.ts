/**
 * The sweeps of the forward pass in ../twin.ts for two columns at a time: the same operations in the same order, so that
 * they leave the same bits. See ../sweeps.ts for what each of them does.
 *
 * A row is gone through several times, a little work each time: long chains of operations that wait for each other are
 * what slows the machine down, and a row of numbers in between costs next to nothing.
 */

import { land } from './landing'
import { accumulate, add, clear, LO, mul, neg, productHi, productLo, sumError, sumHi, sumLo, zero } from './pairs'
import {
  ORIGIN, SUM, LARGEST, LEAST, X_FACTOR, CENTRE, MINUS_MU, IVAR, GAMMA, BETA, UP_XMU, UP_SQ, UP_XHAT, UP_OUT, PAIR,
} from './slots'

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
