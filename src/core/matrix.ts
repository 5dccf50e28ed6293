import { zeros } from './memory.ts'

/**
 * A matrix of float64 numbers, row-major: the element in row i and column j is data[i * d + j]. A vector of the
 * D channels is a matrix of one row. This is what enters and leaves the core.
 */
export interface Matrix {
  readonly n: number
  readonly d: number
  readonly data: Float64Array
}

export function isMatrix(value: unknown): value is Matrix {
  if (typeof value !== 'object' || value === null) return false
  return 'n' in value && 'd' in value && 'data' in value && value.data instanceof Float64Array
}

/** The (n,d) matrix of `data`; zeros without it. */
export function matrix(n: number, d: number, data?: ArrayLike<number>): Matrix {
  return { n, d, data: data ? Float64Array.from(data) : zeros(n * d) }
}

/** The vector (1,D) of the given numbers. */
export function vector(numbers: ArrayLike<number>): Matrix {
  return matrix(1, numbers.length, numbers)
}

/** A number as a matrix (1,1), which fits every other. */
export function scalar(value: number): Matrix {
  return { n: 1, d: 1, data: Float64Array.of(value) }
}

/** A vector (1,d) with `value` in every place. */
export function filled(d: number, value: number): Matrix {
  return { n: 1, d, data: new Float64Array(d).fill(value) }
}

/** The shape of an elementwise result: a single row or column is repeated to fit the other operand. */
export function common(a: Shape, b: Shape): Shape {
  return { n: Math.max(a.n, b.n), d: Math.max(a.d, b.d) }
}

export interface Shape {
  readonly n: number
  readonly d: number
}
