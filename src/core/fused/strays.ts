import { copy, round } from '../arithmetics/dd.ts'
import { type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import type { Matrix } from '../matrix.ts'
import type { ForwardInputs } from '../passes.ts'

/** Some columns of a matrix, as a matrix of their own. */
export function someColumns({ n, d, data }: Matrix, columns: readonly number[]): Matrix {
  const some = new Float64Array(n * columns.length)
  for (let i = 0, k = 0; i < n; i++) {
    for (const j of columns) {
      some[k] = data[i * d + j]
      k += 1
    }
  }
  return { n, d: columns.length, data: some }
}

/** Some columns of a wide vector (1,D), as a vector of their own. */
export function someWide(vector: WideMatrix, columns: readonly number[]): WideMatrix {
  const some = zeros(1, columns.length)
  for (const [k, j] of columns.entries()) copy(some, k, vector, j)
  return some
}

/** Some channels of a forward pass's inputs, as inputs of their own. */
export function someChannels(inputs: ForwardInputs, channels: readonly number[]): ForwardInputs {
  const { x, gamma, beta, statistics } = inputs
  return {
    ...inputs,
    x: someColumns(x, channels),
    gamma: someColumns(gamma, channels),
    beta: someColumns(beta, channels),
    statistics: statistics && {
      mean: someColumns(statistics.mean, channels),
      var: someColumns(statistics.var, channels),
    },
  }
}

/** Puts the columns of a value back where they come from: wide into wide, or rounded once into float64. */
export function put(
  whole: WideMatrix | Matrix,
  columns: readonly number[],
  part: WideMatrix,
): void {
  for (let i = 0, k = 0; i < part.n; i++) {
    for (const j of columns) {
      const o = i * whole.d + j
      if ('data' in whole) whole.data[o] = round(part, k)
      else copy(whole, o, part, k)
      k += 1
    }
  }
}
