import { common, type Matrix, matrix, type Shape } from '../matrix.ts'
import type { Arithmetic } from './arithmetic.ts'

function elementwise(operation: (x: number, y: number) => number) {
  return (a: Matrix, b: Matrix): Matrix => {
    const { n, d } = common(a, b)
    const out = matrix(n, d)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < d; j++) out.data[i * d + j] = operation(at(a, i, j), at(b, i, j))
    }
    return out
  }
}

function at({ n, d, data }: Matrix, i: number, j: number): number {
  return data[(n === 1 ? 0 : i * d) + (d === 1 ? 0 : j)] as number
}

/** Plain float64, sums taken row by row: what the post's own NumPy code computes. */
export const float64: Arithmetic<Matrix & Shape> = {
  lift: (a) => a,
  add: elementwise((x, y) => x + y),
  sub: elementwise((x, y) => x - y),
  mul: elementwise((x, y) => x * y),
  div: elementwise((x, y) => x / y),
  sqrt: (a) => ({ ...a, data: a.data.map(Math.sqrt) }),
  sum(a) {
    const out = matrix(1, a.d)
    for (let i = 0; i < a.data.length; i++) {
      const j = i % a.d
      out.data[j] = (out.data[j] as number) + (a.data[i] as number)
    }
    return out
  },
}
