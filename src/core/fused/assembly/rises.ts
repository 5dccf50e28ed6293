/**
 * The sweeps in double-double of ../twin-rises.ts for two columns at a time: the same operations in the same order, so that
 * they leave the same bits. See ../rise-sweeps.ts for what each of them does.
 */

import {
  accumulate, add, clear, LO, mul, neg, productHi, productLo, quotientHi, quotientLo, rootHi, rootLo, sumError, sumHi,
  sumLo, zero,
} from './pairs'
import {
  SUM, X_FACTOR, CENTRE, PAIR, MOVE, EPS, IVAR_TO, IVAR_FROM, GAMMA_TO, GAMMA_FROM, BETA_TO, BETA_FROM,
} from './slots'

export function place(n: i32, w: i32, columns: usize, x: usize, lo: usize): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  let hiAt = x << 3
  let loAt = lo << 3
  for (let i = 0; i < n; i++) {
    for (let s = slots; s < end; s += PAIR, hiAt += 16, loAt += 16) {
      const scaled = mul(v128.load(hiAt), v128.load(s, X_FACTOR))
      const origin = neg(v128.load(s, CENTRE))
      v128.store(hiAt, add(scaled, origin))
      v128.store(loAt, sumError(scaled, origin))
    }
  }
}

export function move(
  n: i32,
  w: i32,
  columns: usize,
  x: usize,
  lo: usize,
  direction: usize,
  row: i32,
  to: usize,
  toLo: usize,
): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  for (let s = slots; s < end; s += PAIR) clear(s + SUM)
  const xAt = x << 3
  const loAt = lo << 3
  const directionAt = direction << 3
  const toAt = to << 3
  const toLoAt = toLo << 3
  let k: usize = 0
  for (let i = 0; i < n; i++) {
    for (let s = slots; s < end; s += PAIR, k += 16) {
      let h = v128.load(xAt + k)
      let l = v128.load(loAt + k)
      if (directionAt || i == row) {
        let far = v128.load(s, MOVE)
        let farLo = v128.load(s, MOVE + LO)
        if (directionAt) {
          const way = v128.load(directionAt + k)
          const along = productHi(far, farLo, way, zero())
          farLo = productLo(far, farLo, way, zero())
          far = along
        }
        const moved = sumHi(h, l, far, farLo)
        l = sumLo(h, l, far, farLo)
        h = moved
      }
      v128.store(toAt + k, h)
      v128.store(toLoAt + k, l)
      accumulate(s + SUM, h, l)
    }
  }
}

export function deviate(n: i32, w: i32, columns: usize, to: usize, toLo: usize, ivar: usize): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  const count = f64x2.splat(<f64>n)
  for (let s = slots; s < end; s += PAIR) {
    const total = v128.load(s, SUM)
    const totalLo = v128.load(s, SUM + LO)
    v128.store(s, neg(quotientHi(total, totalLo, count, zero())), MOVE)
    v128.store(s, neg(quotientLo(total, totalLo, count, zero())), MOVE + LO)
    clear(s + SUM)
  }
  let hiAt = to << 3
  let loAt = toLo << 3
  for (let i = 0; i < n; i++) {
    for (let s = slots; s < end; s += PAIR, hiAt += 16, loAt += 16) {
      const x = v128.load(hiAt)
      const l = v128.load(loAt)
      const mu = v128.load(s, MOVE)
      const muLo = v128.load(s, MOVE + LO)
      const xmu = sumHi(x, l, mu, muLo)
      const xmuLo = sumLo(x, l, mu, muLo)
      v128.store(hiAt, xmu)
      v128.store(loAt, xmuLo)
      accumulate(s + SUM, productHi(xmu, xmuLo, xmu, xmuLo), productLo(xmu, xmuLo, xmu, xmuLo))
    }
  }
  const at = ivar << 3
  for (let s = slots; s < end; s += PAIR) {
    const total = v128.load(s, SUM)
    const totalLo = v128.load(s, SUM + LO)
    const mean = quotientHi(total, totalLo, count, zero())
    const meanLo = quotientLo(total, totalLo, count, zero())
    const eps = v128.load(s, EPS)
    const padded = sumHi(mean, meanLo, eps, zero())
    const paddedLo = sumLo(mean, meanLo, eps, zero())
    const root = rootHi(padded, paddedLo)
    const rootRest = rootLo(padded, paddedLo)
    v128.store(s + at, quotientHi(f64x2.splat(1), zero(), root, rootRest))
    v128.store(s + at, quotientLo(f64x2.splat(1), zero(), root, rootRest), LO)
  }
}

export function rise(
  n: i32,
  w: i32,
  columns: usize,
  to: usize,
  toLo: usize,
  from: usize,
  fromLo: usize,
  dout: usize,
  shifted: i32,
): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  for (let s = slots; s < end; s += PAIR) clear(s + SUM)
  const toAt = to << 3
  const toLoAt = toLo << 3
  const fromAt = from << 3
  const fromLoAt = fromLo << 3
  const doutAt = dout << 3
  let k: usize = 0
  for (let i = 0; i < n; i++) {
    for (let s = slots; s < end; s += PAIR, k += 16) {
      let xmu = v128.load(toAt + k)
      let xmuLo = v128.load(toLoAt + k)
      let ivar = v128.load(s, IVAR_TO)
      let ivarLo = v128.load(s, IVAR_TO + LO)
      let xhat = productHi(xmu, xmuLo, ivar, ivarLo)
      let xhatLo = productLo(xmu, xmuLo, ivar, ivarLo)
      let gamma = v128.load(s, GAMMA_TO)
      let gammaLo = v128.load(s, GAMMA_TO + LO)
      let after = productHi(gamma, gammaLo, xhat, xhatLo)
      let afterLo = productLo(gamma, gammaLo, xhat, xhatLo)

      xmu = v128.load(fromAt + k)
      xmuLo = v128.load(fromLoAt + k)
      ivar = v128.load(s, IVAR_FROM)
      ivarLo = v128.load(s, IVAR_FROM + LO)
      xhat = productHi(xmu, xmuLo, ivar, ivarLo)
      xhatLo = productLo(xmu, xmuLo, ivar, ivarLo)
      gamma = v128.load(s, GAMMA_FROM)
      gammaLo = v128.load(s, GAMMA_FROM + LO)
      let before = productHi(gamma, gammaLo, xhat, xhatLo)
      let beforeLo = productLo(gamma, gammaLo, xhat, xhatLo)

      if (shifted) {
        let beta = v128.load(s, BETA_TO)
        let betaLo = v128.load(s, BETA_TO + LO)
        const high = sumHi(after, afterLo, beta, betaLo)
        afterLo = sumLo(after, afterLo, beta, betaLo)
        after = high
        beta = v128.load(s, BETA_FROM)
        betaLo = v128.load(s, BETA_FROM + LO)
        const low = sumHi(before, beforeLo, beta, betaLo)
        beforeLo = sumLo(before, beforeLo, beta, betaLo)
        before = low
      }
      const change = sumHi(after, afterLo, neg(before), neg(beforeLo))
      const changeLo = sumLo(after, afterLo, neg(before), neg(beforeLo))
      const g = v128.load(doutAt + k)
      accumulate(s + SUM, productHi(g, zero(), change, changeLo), productLo(g, zero(), change, changeLo))
    }
  }
}

export function dot(n: i32, w: i32, columns: usize, a: usize, b: usize): void {
  const slots = columns << 3
  const end = slots + <usize>(w >> 1) * PAIR
  for (let s = slots; s < end; s += PAIR) clear(s + SUM)
  let aAt = a << 3
  let bAt = b << 3
  for (let i = 0; i < n; i++) {
    for (let s = slots; s < end; s += PAIR, aAt += 16, bAt += 16) {
      const x = v128.load(aAt)
      const y = v128.load(bAt)
      accumulate(s + SUM, productHi(x, zero(), y, zero()), productLo(x, zero(), y, zero()))
    }
  }
}
