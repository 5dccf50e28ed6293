/**
 * The sweeps of the backward pass in ../twin.ts for two columns at a time: the same operations in the same order, so that
 * they leave the same bits. See ../sweeps.ts for what each of them does.
 *
 * A row is gone through several times, a little work each time: long chains of operations that wait for each other are
 * what slows the machine down, and a row of numbers in between costs next to nothing.
 */

import { land } from './landing'
import { accumulate, clear, LO, mul, productHi, productLo, sumHi, sumLo, zero } from './pairs'
import {
  SUM, IVAR, GAMMA, DOUT_FACTOR, XHAT_FACTOR, DGAMMA, DIVAR, TWICE_DSQ, DX2, UP_DXHAT, UP_DX, PAIR,
} from './slots'

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
