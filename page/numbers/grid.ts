import { indexOf, type Layout, toMatrix } from '../../src/formats/layout.ts'
import type { Tensor } from '../../src/formats/tensor.ts'

/** Numbers in rows and columns as they are shown, and where each stands in its value. */
export interface Grid {
  readonly rows: number
  readonly columns: number
  /** Row-major. */
  readonly data: Float64Array
  /** What the rows and the columns count. */
  readonly axes: readonly [rows: string, columns: string]
  /** The index of an element in its value, per axis. */
  place(row: number, column: number): readonly number[]
}

/** A vector (D), or a single number. */
export function rowOf({ shape, data }: Tensor): Grid {
  return {
    rows: 1,
    columns: data.length,
    data,
    axes: ['', 'channel'],
    place: (_, column) => (shape.length === 0 ? [] : [column]),
  }
}

/** All of a matrix as (N,D): every position that shares a channel is one of the N rows. */
export function matrixOf(value: Tensor, layout: Layout): Grid {
  const { n, d, data } = toMatrix(value, layout)
  const rows = layout.shape.length > 2 ? 'example and position' : 'example'
  const place = (row: number, column: number) => indexOf(row, column, layout)
  return { rows: n, columns: d, data, axes: [rows, 'channel'], place }
}

/** One channel of a tensor of rank 3 to 5: examples down, positions across. */
export function channelOf(value: Tensor, layout: Layout, channel: number): Grid {
  const { data, d } = toMatrix(value, layout)
  const rows = layout.axis === layout.shape.length - 1 ? (layout.shape[0] ?? 1) : layout.outer
  const columns = layout.n / rows
  return {
    rows,
    columns,
    data: Float64Array.from({ length: layout.n }, (_, k) => data[k * d + channel] ?? Number.NaN),
    axes: ['example', 'position'],
    place: (row, column) => indexOf(row * columns + column, channel, layout),
  }
}

/** How a value is shown. @param channel one channel by itself, where a value has more axes than two */
export function gridOf(value: Tensor, layout: Layout, channel: number | undefined): Grid {
  if (value.shape.length < 2) return rowOf(value)
  const alone = channel !== undefined && channel < layout.d && layout.shape.length > 2
  return alone ? channelOf(value, layout, channel) : matrixOf(value, layout)
}
