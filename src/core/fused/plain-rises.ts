import { type Matrix, matrix } from '../matrix.ts'
import { statisticsOf } from '../passes.ts'
import { blocksOf, load } from './blocks.ts'
import { RISE_SLOTS } from './rise-sweeps.ts'
import { columnsFor, type Move, movesOf, type Place, type Stretch, type Walk } from './rises.ts'
import { type Sweeps, slotsOf } from './sweeps.ts'
import { theSweeps } from './the-sweeps.ts'

const { SUM, MOVE, EPS, IVAR_TO, IVAR_FROM } = RISE_SLOTS
const { GAMMA_TO, GAMMA_FROM, BETA_TO, BETA_FROM } = RISE_SLOTS

/** As `Walk`, its step in plain float64. */
export interface PlainWalk extends Omit<Walk, 'step'> {
  readonly step: Matrix
}

/**
 * How much the loss rises in every channel along a stretch, in plain float64 with all its rounding: the very numbers of
 * the table in gradient-check/slopes.ts. (R,D), a row for each move.
 */
export function plainRises(
  { inputs, dout }: Pick<Place, 'inputs' | 'dout'>,
  walk: PlainWalk,
  stretch: Stretch,
  sweeps: Sweeps = theSweeps(),
): Matrix {
  const { x, gamma, beta, eps } = inputs
  const { d } = x
  const statistics = statisticsOf(inputs)
  const moves = movesOf(walk, x)
  const values = matrix(moves.length, d)
  for (const block of blocksOf(x, 5, sweeps, columnsFor(moves))) {
    const { heap, n, w, columns, first, width, at } = block
    const [batch = 0, doutAt = 0, there = 0, here = 0, way = 0] = at
    const set = (slot: number, of: (j: number) => number) => {
      for (let j = 0; j < width; j++) heap[slotsOf(columns, j) + slot] = of(first + j)
    }
    load(block, batch, x)
    load(block, doutAt, dout)
    set(EPS, () => eps)
    set(GAMMA_TO, (j) => gamma.data[j])
    set(GAMMA_FROM, (j) => gamma.data[j])
    set(BETA_TO, (j) => beta.data[j])
    set(BETA_FROM, (j) => beta.data[j])

    const go = (steps: number, move: Move | undefined, to: number, ivar: number) => {
      set(MOVE, (j) => steps * walk.step.data[j])
      const direction = move?.direction ? way : 0
      sweeps.movePlain(n, w, columns, batch, direction, move?.row ?? -1, to)
      if (!statistics) {
        sweeps.deviatePlain(n, w, columns, to, ivar)
        return
      }
      for (let i = 0, k = to; i < n; i++, k += w) {
        for (let j = 0; j < width; j++) heap[k + j] -= statistics.mean.data[first + j]
      }
      set(ivar, (j) => 1 / Math.sqrt(statistics.var.data[j] + eps))
    }

    for (const [r, move] of moves.entries()) {
      const { direction } = move
      if (walk.input === 'x') {
        if (direction) load(block, way, direction)
        go(stretch.from, move, here, IVAR_FROM)
        go(stretch.to, move, there, IVAR_TO)
      } else {
        if (r === 0) {
          go(0, undefined, here, IVAR_FROM)
          for (let j = 0; j < w; j++) {
            const s = slotsOf(columns, j)
            heap[s + IVAR_TO] = heap[s + IVAR_FROM]
          }
        }
        const given = walk.input === 'gamma' ? gamma : beta
        const moved = (steps: number) => (j: number) =>
          given.data[j] + steps * walk.step.data[j] * (direction ? direction.data[j] : 1)
        set(walk.input === 'gamma' ? GAMMA_TO : BETA_TO, moved(stretch.to))
        set(walk.input === 'gamma' ? GAMMA_FROM : BETA_FROM, moved(stretch.from))
      }
      sweeps.risePlain(n, w, columns, walk.input === 'x' ? there : here, here, doutAt)
      for (let j = 0; j < width; j++) {
        values.data[r * d + first + j] = heap[slotsOf(columns, j) + SUM]
      }
    }
  }
  return values
}
