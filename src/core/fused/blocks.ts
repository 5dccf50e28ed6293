import type { Matrix, Shape } from '../matrix.ts'
import { PAIR, SCRATCH, type Sweeps } from './sweeps.ts'

/** Some columns of the matrices of a call, in the heap of the sweeps. */
export interface Block {
  readonly heap: Float64Array
  readonly n: number
  /** Columns `first` to `first + width - 1` of the call. */
  readonly first: number
  readonly width: number
  /** `width`, made even by a column of zeros. */
  readonly w: number
  /** Where the slots of the columns begin. */
  readonly columns: number
  /** Where each matrix begins; never 0. */
  readonly at: readonly number[]
}

/** About how many numbers a block holds, unless two columns are more: 8 MiB, whatever the size of the call. */
const NUMBERS = 2 ** 20
/** Columns whose slots, a row at a time, stay in a near cache. */
const COLUMNS = 256

/**
 * The columns of a call, block by block, each with room for so many matrices. A block is done with before the next.
 *
 * @param widest the most columns of a block
 */
export function* blocksOf(
  { n, d }: Shape,
  matrices: number,
  sweeps: Sweeps,
  widest: number = COLUMNS,
): Generator<Block> {
  const most = Math.max(2, Math.min(widest, Math.floor(NUMBERS / (n * matrices))))
  const w = even(Math.ceil(d / Math.ceil(d / most)))
  const columns = 2
  const start = columns + (w / 2) * PAIR + SCRATCH * w
  const heap = sweeps.heap(start + matrices * n * w)
  const at: number[] = []
  for (let k = 0; k < matrices; k++) at.push(start + k * n * w)
  try {
    for (let first = 0; first < d; first += w) {
      const width = Math.min(w, d - first)
      heap.fill(0, columns, start)
      yield { n, first, width, w: even(width), heap, columns, at }
    }
  } finally {
    sweeps.done()
  }
}

function even(count: number): number {
  return count + (count % 2)
}

/** From how many numbers on a row is copied faster as a piece. */
const PIECE = 24

/** Copies a block's columns of a matrix into the heap. */
export function load({ heap, n, first, width, w }: Block, at: number, { d, data }: Matrix): void {
  if (width === d && width === w) {
    heap.set(data, at)
    return
  }
  for (let i = 0; i < n; i++) {
    const from = i * d + first
    const to = at + i * w
    if (width >= PIECE) heap.set(data.subarray(from, from + width), to)
    else for (let j = 0; j < width; j++) heap[to + j] = data[from + j]
    if (width < w) heap[to + width] = 0
  }
}

/** Copies a matrix in the heap into a block's columns. */
export function unload({ heap, n, first, width, w }: Block, at: number, { d, data }: Matrix): void {
  if (width === d && width === w) {
    data.set(heap.subarray(at, at + n * w))
    return
  }
  for (let i = 0; i < n; i++) {
    const from = at + i * w
    const to = i * d + first
    if (width >= PIECE) data.set(heap.subarray(from, from + width), to)
    else for (let j = 0; j < width; j++) data[to + j] = heap[from + j]
  }
}
