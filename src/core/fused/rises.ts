import { type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import type { Matrix } from '../matrix.ts'
import type { ForwardInputs } from '../passes.ts'
import { type Block, blocksOf, load } from './blocks.ts'
import { columnsFor, type Move, movesOf, STILL, type Stretch, type Walk } from './moves.ts'
import { RISE_SLOTS } from './rise-sweeps.ts'
import { ready, scale, stepInX, type Units } from './rise-units.ts'
import { widen } from './scale.ts'
import { LO, type Sweeps, slotsOf } from './sweeps.ts'
import { theSweeps } from './the-sweeps.ts'

const { SUM, IVAR_TO, IVAR_FROM } = RISE_SLOTS

/** Where the loss is looked at: the batch, its dout (N,D), its var and ivar (1,D). */
export interface Place {
  readonly inputs: ForwardInputs
  readonly dout: Matrix
  readonly var: WideMatrix
  readonly ivar: WideMatrix
}

/** How much the loss rises, (R,D), a row for each move; and the channels whose numbers the sweeps can't take. */
export interface Rises {
  readonly values: WideMatrix
  readonly strays: readonly number[]
}

/**
 * How much the loss sum(dout * out) rises in every channel along a stretch: what the table in gradient-check/slopes.ts
 * finds by running the forward pass at both of its ends, to the last bit.
 */
export function rises(
  place: Place,
  walk: Walk,
  stretch: Stretch,
  sweeps: Sweeps = theSweeps(),
): Rises {
  const { x } = place.inputs
  const moves = movesOf(walk, x)
  const values = zeros(moves.length, x.d)
  const strays: number[] = []
  for (const block of blocksOf(x, 8, sweeps, columnsFor(moves))) {
    const units = walkBlock(block, { place, walk, stretch, moves, values }, sweeps)
    for (const [j, unit] of units.entries()) if (!unit) strays.push(block.first + j)
  }
  return { values, strays }
}

/** How many numbers the two of a slot (hi, lo) take. */
const WIDE = 2 * LO

interface Errand {
  readonly place: Place
  readonly walk: Walk
  readonly stretch: Stretch
  readonly moves: readonly Move[]
  /** What is to be filled in. */
  readonly values: WideMatrix
}

function walkBlock(block: Block, errand: Errand, sweeps: Sweeps): Units[] {
  const { place, walk, stretch, moves, values } = errand
  const { heap, n, w, columns, first, at } = block
  const [x = 0, lo = 0, dout = 0, here = 0, hereLo = 0, there = 0, thereLo = 0, way = 0] = at
  const units = ready(block, x, dout, place, walk, sweeps)
  sweeps.place(n, w, columns, x, lo)

  /** Every channel that the sweeps can take. */
  function each(visit: (s: number, j: number, unit: NonNullable<Units>) => void): void {
    for (const [j, unit] of units.entries()) if (unit) visit(slotsOf(columns, j), j, unit)
  }

  /** Runs the forward pass so many steps away. */
  function go(steps: number, { row, direction }: Move, to: number, toLo: number, ivar: number) {
    each((s, j, unit) => stepInX(heap, s, first + j, steps, walk, unit.x))
    sweeps.move(n, w, columns, x, lo, direction ? way : 0, row, to, toLo)
    if (place.inputs.mode === 'train') sweeps.deviate(n, w, columns, to, toLo, ivar)
  }

  const losses: number[] = []
  /** Lays gamma and beta out at both ends. */
  function stand({ direction }: Move): void {
    each((s, j, unit) => {
      const along = walk.input !== 'x' && direction ? direction.data[first + j] : 1
      const exponent = scale(heap, s, first + j, place, walk, stretch, along)
      if (exponent === undefined) units[j] = undefined
      else losses[j] = unit.dout + exponent
    })
  }

  const inX = walk.input === 'x'
  const [to, toLo] = inX ? [there, thereLo] : [here, hereLo]
  if (inX) stand(STILL)
  else {
    go(0, STILL, here, hereLo, IVAR_FROM)
    for (let k = 0; k < WIDE; k += LO)
      each((s) => {
        heap[s + IVAR_TO + k] = heap[s + IVAR_FROM + k]
      })
  }
  for (const [r, move] of moves.entries()) {
    if (!inX) stand(move)
    else {
      if (move.direction) load(block, way, move.direction)
      go(stretch.from, move, here, hereLo, IVAR_FROM)
      go(stretch.to, move, there, thereLo, IVAR_TO)
    }
    const shifted = walk.input === 'beta' ? 1 : 0
    sweeps.rise(n, w, columns, to, toLo, here, hereLo, dout, shifted)
    each((s, j) => {
      const o = r * values.d + first + j
      widen(values, o, heap[s + SUM], heap[s + SUM + LO], losses[j] as number)
    })
  }
  return units
}
