/**
 * The sweeps of ../twin-rises.ts for two columns at a time: the same operations in the same order, so that they leave the
 * same bits. See ../rise-sweeps.ts for what each of them does.
 */

import {
  accumulate, add, clear, LO, mul, productHi, productLo, quotientHi, quotientLo, rootHi, rootLo, sub, sumError, sumHi,
  sumLo, zero,
} from './pairs'

// Slots of a pair of columns, and how far two pairs lie apart, in bytes: RISE_SLOTS and PAIR times 8.
const SUM: usize = 16
const X_FACTOR: usize = 80
const CENTRE: usize = 96
const MOVE: usize = 112
const EPS: usize = 144
const IVAR_TO: usize = 160
const IVAR_FROM: usize = 192
const GAMMA_TO: usize = 224
const GAMMA_FROM: usize = 256
const BETA_TO: usize = 288
const BETA_FROM: usize = 320
const PAIR: usize = 560

@inline function neg(x: v128): v128 { return f64x2.neg(x) }

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
