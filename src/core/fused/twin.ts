import { exactSum, landed, product, rest, sum } from './pairs.ts'
import { LO, SLOTS, type Sweeps, slotsOf } from './sweeps.ts'
import { plainRiseSweeps } from './twin-rises.ts'

// biome-ignore format: the names of a table
const {
  ORIGIN, SUM, LARGEST, LEAST, X_FACTOR, CENTRE, MINUS_MU, IVAR, GAMMA, BETA, DOUT_FACTOR, XHAT_FACTOR, DGAMMA, DIVAR,
  TWICE_DSQ, DX2, UP_XMU, UP_SQ, UP_XHAT, UP_OUT, UP_DXHAT, UP_DX,
} = SLOTS

/** The sweeps in plain TypeScript: what the kernel in WebAssembly has to do, bit for bit. */
export function plainSweeps(): Sweeps {
  let h = new Float64Array(0)

  /** Adds (hi, lo) to a slot. */
  function accumulate(slot: number, hi: number, lo: number): void {
    h[slot] = sum(h[slot], h[slot + LO], hi, lo)
    h[slot + LO] = rest[0]
  }

  function clear(slot: number): void {
    h[slot] = 0
    h[slot + LO] = 0
  }

  /** A value taken back to the unit that `up` is for. */
  function inUnit(hi: number, lo: number, up: number): number {
    return landed(hi, lo, h[up], h[up + LO])
  }

  return {
    ...plainRiseSweeps(() => h),

    heap(length) {
      if (h.length < length) h = new Float64Array(length)
      return h
    },

    done() {
      h = new Float64Array(0)
    },

    total(n, w, columns, m) {
      for (let j = 0; j < w; j++) {
        const s = slotsOf(columns, j)
        clear(s + SUM)
        h[s + LARGEST] = 0
        h[s + LEAST] = Number.POSITIVE_INFINITY
      }
      for (let i = 0, k = m; i < n; i++) {
        for (let j = 0; j < w; j++, k++) {
          const s = slotsOf(columns, j)
          const size = Math.abs(h[k])
          if (size < h[s + LEAST] && size > 0) h[s + LEAST] = size
          const distance = exactSum(h[k], -h[s + ORIGIN])
          if (Math.abs(distance) > h[s + LARGEST]) h[s + LARGEST] = Math.abs(distance)
          accumulate(s + SUM, distance, rest[0])
        }
      }
    },

    centre(n, w, columns, x, lo) {
      for (let j = 0; j < w; j++) clear(slotsOf(columns, j) + SUM)
      for (let i = 0, k = 0; i < n; i++) {
        for (let j = 0; j < w; j++, k++) {
          const s = slotsOf(columns, j)
          const distance = exactSum(h[x + k] * h[s + X_FACTOR], -h[s + CENTRE])
          const xmu = sum(distance, rest[0], h[s + MINUS_MU], h[s + MINUS_MU + LO])
          const xmuLo = rest[0]
          h[x + k] = xmu
          h[lo + k] = xmuLo
          const sq = product(xmu, xmuLo, xmu, xmuLo)
          accumulate(s + SUM, sq, rest[0])
        }
      }
    },

    normalise(n, w, columns, hi, lo, xmuAt, sqAt, xhatAt, gammaxAt, outAt) {
      for (let i = 0, k = 0; i < n; i++) {
        for (let j = 0; j < w; j++, k++) {
          const s = slotsOf(columns, j)
          const xmu = h[hi + k]
          const xmuLo = h[lo + k]
          if (xmuAt) h[xmuAt + k] = inUnit(xmu, xmuLo, s + UP_XMU)
          if (sqAt) {
            const sq = product(xmu, xmuLo, xmu, xmuLo)
            h[sqAt + k] = inUnit(sq, rest[0], s + UP_SQ)
          }
          const xhat = product(xmu, xmuLo, h[s + IVAR], h[s + IVAR + LO])
          const xhatLo = rest[0]
          if (xhatAt) h[xhatAt + k] = inUnit(xhat, xhatLo, s + UP_XHAT)
          const gammax = product(h[s + GAMMA], 0, xhat, xhatLo)
          const gammaxLo = rest[0]
          if (gammaxAt) h[gammaxAt + k] = inUnit(gammax, gammaxLo, s + UP_OUT)
          if (outAt) {
            const out = sum(gammax, gammaxLo, h[s + BETA], 0)
            h[outAt + k] = inUnit(out, rest[0], s + UP_OUT)
          }
        }
      }
    },

    pulls(n, w, columns, hi, lo, xhatAt, doutAt) {
      for (let j = 0; j < w; j++) {
        const s = slotsOf(columns, j)
        clear(s + DGAMMA)
        clear(s + DIVAR)
      }
      for (let i = 0, k = 0; i < n; i++) {
        for (let j = 0; j < w; j++, k++) {
          const s = slotsOf(columns, j)
          const xmu = h[hi + k]
          const xmuLo = h[lo + k]
          let xhat = xhatAt && h[xhatAt + k] * h[s + XHAT_FACTOR]
          let xhatLo = 0
          if (!xhatAt) {
            xhat = product(xmu, xmuLo, h[s + IVAR], h[s + IVAR + LO])
            xhatLo = rest[0]
          }
          const dout = h[doutAt + k] * h[s + DOUT_FACTOR]
          const pull = product(dout, 0, xhat, xhatLo)
          accumulate(s + DGAMMA, pull, rest[0])
          const dxhat = product(dout, 0, h[s + GAMMA], 0)
          const share = product(dxhat, rest[0], xmu, xmuLo)
          accumulate(s + DIVAR, share, rest[0])
        }
      }
    },

    retrace(n, w, columns, hi, lo, doutAt, dx, dxhatAt, dxmu1At, dxmu2At, dx1At) {
      for (let j = 0; j < w; j++) clear(slotsOf(columns, j) + SUM)
      for (let i = 0, k = 0; i < n; i++) {
        for (let j = 0; j < w; j++, k++) {
          const s = slotsOf(columns, j)
          const twice = h[s + TWICE_DSQ]
          const dxmu2 = product(h[hi + k], h[lo + k], twice, h[s + TWICE_DSQ + LO])
          const dxmu2Lo = rest[0]
          if (dxmu2At) h[dxmu2At + k] = inUnit(dxmu2, dxmu2Lo, s + UP_DX)
          const dxhat = product(h[doutAt + k] * h[s + DOUT_FACTOR], 0, h[s + GAMMA], 0)
          const dxhatLo = rest[0]
          if (dxhatAt) h[dxhatAt + k] = inUnit(dxhat, dxhatLo, s + UP_DXHAT)
          const dxmu1 = product(dxhat, dxhatLo, h[s + IVAR], h[s + IVAR + LO])
          const dxmu1Lo = rest[0]
          if (dxmu1At) h[dxmu1At + k] = inUnit(dxmu1, dxmu1Lo, s + UP_DX)
          const dx1 = sum(dxmu1, dxmu1Lo, dxmu2, dxmu2Lo)
          const dx1Lo = rest[0]
          if (dx1At) h[dx1At + k] = inUnit(dx1, dx1Lo, s + UP_DX)
          accumulate(s + SUM, dx1, dx1Lo)
          h[dx + k] = dx1
          h[lo + k] = dx1Lo
        }
      }
    },

    arrive(n, w, columns, dxAt, lo) {
      for (let i = 0, k = 0; i < n; i++) {
        for (let j = 0; j < w; j++, k++) {
          const s = slotsOf(columns, j)
          const dx = sum(h[dxAt + k], h[lo + k], h[s + DX2], h[s + DX2 + LO])
          h[dxAt + k] = inUnit(dx, rest[0], s + UP_DX)
        }
      }
    },
  }
}
