import { type Matrix, matrix } from '../matrix.ts'
import { type Statistics, statisticsOf } from '../passes.ts'
import { type Block, blocksOf, load } from './blocks.ts'
import { columnsFor, type Move, movesOf, STILL, type Stretch, type Walk } from './moves.ts'
import { RISE_SLOTS } from './rise-sweeps.ts'
import type { Place } from './rises.ts'
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
  place: Pick<Place, 'inputs' | 'dout'>,
  walk: PlainWalk,
  stretch: Stretch,
  sweeps: Sweeps = theSweeps(),
): Matrix {
  const { x } = place.inputs
  const moves = movesOf(walk, x)
  const statistics = statisticsOf(place.inputs)
  const values = matrix(moves.length, x.d)
  for (const block of blocksOf(x, 5, sweeps, columnsFor(moves))) {
    walkBlock(block, { ...place, statistics, walk, stretch, moves, values }, sweeps)
  }
  return values
}

interface Errand extends Pick<Place, 'inputs' | 'dout'> {
  readonly statistics: Statistics | undefined
  readonly walk: PlainWalk
  readonly stretch: Stretch
  readonly moves: readonly Move[]
  /** What is to be filled in. */
  readonly values: Matrix
}

function walkBlock(block: Block, errand: Errand, sweeps: Sweeps): void {
  const { walk, stretch, moves, values } = errand
  const { heap, n, w, columns, first, width, at } = block
  const [x = 0, dout = 0, there = 0, here = 0, way = 0] = at
  load(block, x, errand.inputs.x)
  load(block, dout, errand.dout)
  ready(block, errand)

  /** Runs the forward pass so many steps away. */
  function go(steps: number, { row, direction }: Move, to: number, ivar: number): void {
    fill(block, MOVE, (j) => steps * walk.step.data[j])
    sweeps.movePlain(n, w, columns, x, direction ? way : 0, row, to)
    if (errand.statistics) deviate(block, errand.statistics, errand.inputs.eps, to, ivar)
    else sweeps.deviatePlain(n, w, columns, to, ivar)
  }

  const inX = walk.input === 'x'
  if (!inX) {
    go(0, STILL, here, IVAR_FROM)
    fill(block, IVAR_TO, (j) => heap[slotsOf(columns, j - first) + IVAR_FROM])
  }
  for (const [r, move] of moves.entries()) {
    if (!inX) stand(block, move, errand)
    else {
      if (move.direction) load(block, way, move.direction)
      go(stretch.from, move, here, IVAR_FROM)
      go(stretch.to, move, there, IVAR_TO)
    }
    sweeps.risePlain(n, w, columns, inX ? there : here, here, dout)
    for (let j = 0; j < width; j++) {
      values.data[r * values.d + first + j] = heap[slotsOf(columns, j) + SUM]
    }
  }
}

/** Fills a slot of every channel. */
function fill(
  { heap, columns, first, width }: Block,
  slot: number,
  of: (channel: number) => number,
): void {
  for (let j = 0; j < width; j++) heap[slotsOf(columns, j) + slot] = of(first + j)
}

/** eps, gamma and beta, which stay as they are unless they are what is moved. */
function ready(block: Block, { inputs: { gamma, beta, eps } }: Errand): void {
  fill(block, EPS, () => eps)
  for (const slot of [GAMMA_TO, GAMMA_FROM]) fill(block, slot, (j) => gamma.data[j])
  for (const slot of [BETA_TO, BETA_FROM]) fill(block, slot, (j) => beta.data[j])
}

/** gamma or beta at both ends. */
function stand(block: Block, { direction }: Move, { inputs, walk, stretch }: Errand): void {
  const [given, to, from] =
    walk.input === 'gamma'
      ? [inputs.gamma, GAMMA_TO, GAMMA_FROM]
      : [inputs.beta, BETA_TO, BETA_FROM]
  const moved = (steps: number) => (j: number) =>
    given.data[j] + steps * walk.step.data[j] * (direction ? direction.data[j] : 1)
  fill(block, to, moved(stretch.to))
  fill(block, from, moved(stretch.from))
}

/** In evaluation: the distances of a moved batch from the running mean, in its place, and ivar. */
function deviate(
  block: Block,
  { mean, var: variance }: Statistics,
  eps: number,
  to: number,
  ivar: number,
): void {
  const { heap, n, w, first, width } = block
  for (let i = 0, k = to; i < n; i++, k += w) {
    for (let j = 0; j < width; j++) heap[k + j] -= mean.data[first + j]
  }
  fill(block, ivar, (j) => 1 / Math.sqrt(variance.data[j] + eps))
}
