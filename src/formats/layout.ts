import { Refusal } from '../core/errors.ts'
import type { Matrix } from '../core/matrix.ts'
import { placeOf, type Tensor } from './tensor.ts'

/**
 * How a tensor of rank 2 to 5 is the post's (N,D) matrix: the channel axis becomes the D columns, every position that
 * shares a channel becomes one of the N rows, in row-major order of the remaining axes.
 */
export interface Layout {
  readonly shape: readonly number[]
  /** The axis of the channels, counted from 0. */
  readonly axis: number
  readonly n: number
  readonly d: number
  /** Positions before, and after, one step along the channel axis. */
  readonly outer: number
  readonly inner: number
}

/**
 * The layout of a tensor whose channels lie along `channelAxis`; -1 is the last axis.
 *
 * @throws Refusal `shape` when there is no such axis
 */
export function layoutOf(shape: readonly number[], channelAxis: number): Layout {
  const axis = channelAxis < 0 ? shape.length + channelAxis : channelAxis
  const d = shape[axis]
  if (d === undefined) {
    throw new Refusal('shape', `x has no axis ${channelAxis}`, [
      { detail: `x of rank ${shape.length} has no such axis`, path: ['channelAxis'] },
    ])
  }
  const outer = product(shape.slice(0, axis))
  const inner = product(shape.slice(axis + 1))
  return { shape, axis, n: outer * inner, d, outer, inner }
}

/** The tensor's matrix (N,D). */
export function toMatrix({ data }: Tensor, layout: Layout): Matrix {
  return { n: layout.n, d: layout.d, data: transposed(data, layout.outer, layout.d, layout.inner) }
}

/** A matrix (N,D) in the tensor's own shape again. */
export function toTensor({ data }: Matrix, { shape, outer, d, inner }: Layout): Tensor {
  return { shape, data: transposed(data, outer, inner, d) }
}

/** The place in the tensor of row i and column j of its matrix, as an index per axis. */
export function indexOf(i: number, j: number, { shape, d, inner }: Layout): number[] {
  return placeOf((Math.floor(i / inner) * d + j) * inner + (i % inner), shape)
}

/** `data` of shape (outer, rows, columns) as (outer, columns, rows). */
function transposed(
  data: Float64Array,
  outer: number,
  rows: number,
  columns: number,
): Float64Array {
  if (rows === 1 || columns === 1) return data
  const turned = new Float64Array(data.length)
  const block = rows * columns
  for (let start = 0; start < outer * block; start += block) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        turned[start + column * rows + row] = data[start + row * columns + column] as number
      }
    }
  }
  return turned
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1)
}
