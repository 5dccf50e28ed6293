import { exactSum, product, quotient, rest, root, sum } from './pairs.ts'
import { RISE_SLOTS, type RiseSweeps } from './rise-sweeps.ts'
import { LO, slotsOf } from './sweeps.ts'

// biome-ignore format: the names of a table
const {
  SUM, X_FACTOR, CENTRE, MOVE, EPS, IVAR_TO, IVAR_FROM, GAMMA_TO, GAMMA_FROM, BETA_TO, BETA_FROM,
} = RISE_SLOTS

/**
 * The sweeps of a gradient check in plain TypeScript: what the kernel in WebAssembly has to do, bit for bit.
 *
 * @param heap where they work, as it is at the time
 */
export function plainRiseSweeps(heap: () => Float64Array): RiseSweeps {
  /** For every number of a matrix of n rows and w columns: its place in it, its column's slots, its row. */
  function each(
    n: number,
    w: number,
    columns: number,
    visit: (k: number, s: number, i: number) => void,
  ): void {
    for (let i = 0, k = 0; i < n; i++) {
      for (let j = 0; j < w; j++, k++) visit(k, slotsOf(columns, j), i)
    }
  }

  function clear(w: number, columns: number): void {
    const h = heap()
    for (let j = 0; j < w; j++) {
      h[slotsOf(columns, j) + SUM] = 0
      h[slotsOf(columns, j) + SUM + LO] = 0
    }
  }

  function accumulate(h: Float64Array, s: number, hi: number, lo: number): void {
    h[s + SUM] = sum(h[s + SUM], h[s + SUM + LO], hi, lo)
    h[s + SUM + LO] = rest[0]
  }

  return {
    place(n, w, columns, x, lo) {
      const h = heap()
      each(n, w, columns, (k, s) => {
        h[x + k] = exactSum(h[x + k] * h[s + X_FACTOR], -h[s + CENTRE])
        h[lo + k] = rest[0]
      })
    },

    move(n, w, columns, x, lo, direction, row, to, toLo) {
      const h = heap()
      clear(w, columns)
      each(n, w, columns, (k, s, i) => {
        h[to + k] = h[x + k]
        h[toLo + k] = h[lo + k]
        if (direction || i === row) {
          const way = direction ? h[direction + k] : 1
          const far = product(h[s + MOVE], h[s + MOVE + LO], way, 0)
          h[to + k] = sum(h[x + k], h[lo + k], far, rest[0])
          h[toLo + k] = rest[0]
        }
        accumulate(h, s, h[to + k], h[toLo + k])
      })
    },

    deviate(n, w, columns, to, toLo, ivar) {
      const h = heap()
      for (let j = 0; j < w; j++) {
        const s = slotsOf(columns, j)
        h[s + MOVE] = -quotient(h[s + SUM], h[s + SUM + LO], n, 0)
        h[s + MOVE + LO] = -rest[0]
      }
      clear(w, columns)
      each(n, w, columns, (k, s) => {
        h[to + k] = sum(h[to + k], h[toLo + k], h[s + MOVE], h[s + MOVE + LO])
        h[toLo + k] = rest[0]
        const sq = product(h[to + k], h[toLo + k], h[to + k], h[toLo + k])
        accumulate(h, s, sq, rest[0])
      })
      for (let j = 0; j < w; j++) {
        const s = slotsOf(columns, j)
        const variance = quotient(h[s + SUM], h[s + SUM + LO], n, 0)
        const padded = sum(variance, rest[0], h[s + EPS], 0)
        const sqrtvar = root(padded, rest[0])
        h[s + ivar] = quotient(1, 0, sqrtvar, rest[0])
        h[s + ivar + LO] = rest[0]
      }
    },

    rise(n, w, columns, to, toLo, from, fromLo, dout, shifted) {
      const h = heap()
      const outOf = (xmu: number, xmuLo: number, ivar: number, gamma: number, beta: number) => {
        const xhat = product(xmu, xmuLo, h[ivar], h[ivar + LO])
        const gammax = product(h[gamma], h[gamma + LO], xhat, rest[0])
        return shifted ? sum(gammax, rest[0], h[beta], h[beta + LO]) : gammax
      }
      clear(w, columns)
      each(n, w, columns, (k, s) => {
        const after = outOf(h[to + k], h[toLo + k], s + IVAR_TO, s + GAMMA_TO, s + BETA_TO)
        const afterLo = rest[0]
        const before = outOf(
          h[from + k],
          h[fromLo + k],
          s + IVAR_FROM,
          s + GAMMA_FROM,
          s + BETA_FROM,
        )
        const change = sum(after, afterLo, -before, -rest[0])
        const pull = product(h[dout + k], 0, change, rest[0])
        accumulate(h, s, pull, rest[0])
      })
    },

    dot(n, w, columns, a, b) {
      const h = heap()
      clear(w, columns)
      each(n, w, columns, (k, s) => {
        const pull = product(h[a + k], 0, h[b + k], 0)
        accumulate(h, s, pull, rest[0])
      })
    },

    movePlain(n, w, columns, x, direction, row, to) {
      const h = heap()
      clear(w, columns)
      each(n, w, columns, (k, s, i) => {
        h[to + k] = h[x + k]
        if (direction) h[to + k] += h[s + MOVE] * h[direction + k]
        else if (i === row) h[to + k] += h[s + MOVE]
        h[s + SUM] += h[to + k]
      })
    },

    deviatePlain(n, w, columns, to, ivar) {
      const h = heap()
      for (let j = 0; j < w; j++) {
        const s = slotsOf(columns, j)
        h[s + MOVE] = h[s + SUM] / n
      }
      clear(w, columns)
      each(n, w, columns, (k, s) => {
        h[to + k] -= h[s + MOVE]
        h[s + SUM] += h[to + k] * h[to + k]
      })
      for (let j = 0; j < w; j++) {
        const s = slotsOf(columns, j)
        h[s + ivar] = 1 / Math.sqrt(h[s + SUM] / n + h[s + EPS])
      }
    },

    risePlain(n, w, columns, to, from, dout) {
      const h = heap()
      clear(w, columns)
      each(n, w, columns, (k, s) => {
        const after = h[s + GAMMA_TO] * (h[to + k] * h[s + IVAR_TO]) + h[s + BETA_TO]
        const before = h[s + GAMMA_FROM] * (h[from + k] * h[s + IVAR_FROM]) + h[s + BETA_FROM]
        h[s + SUM] += h[dout + k] * (after - before)
      })
    },
  }
}
