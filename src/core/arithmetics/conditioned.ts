import { common, type Matrix, type Shape } from '../matrix.ts'
import type { Arithmetic } from './arithmetic.ts'

/**
 * A matrix of float64 numbers and, for each, how far an honest computation of it may lie off: its rounding errors,
 * followed from the inputs on, in units of the arithmetic's own roundoff. A computation in float32 has the same errors
 * as one in float64, in larger units.
 */
export interface Conditioned extends Matrix {
  readonly error: Float64Array
}

/** A matrix taken as it stands: nothing has been rounded yet. */
export function exactly(a: Matrix): Conditioned {
  return { ...a, error: new Float64Array(a.data.length) }
}

/** A matrix of numbers that were rounded once. */
export function roundedOnce(a: Matrix): Conditioned {
  return { ...a, error: a.data.map(Math.abs) }
}

function blank({ n, d }: Shape): Conditioned {
  return { n, d, data: new Float64Array(n * d), error: new Float64Array(n * d) }
}

/** How far apart two rows and two columns lie; 0 where there is only one, so that it repeats. */
function strides({ n, d }: Shape): [row: number, column: number] {
  return [n === 1 ? 0 : d, d === 1 ? 0 : 1]
}

/** @param error what the errors ex and ey of x and y do to the value, before it is rounded */
function elementwise(
  operation: (x: number, y: number) => number,
  error: (x: number, y: number, ex: number, ey: number, value: number) => number,
) {
  return (a: Conditioned, b: Conditioned): Conditioned => {
    const out = blank(common(a, b))
    const [aRow, aColumn] = strides(a)
    const [bRow, bColumn] = strides(b)
    for (let i = 0, o = 0; i < out.n; i++) {
      for (let j = 0; j < out.d; j++, o++) {
        const [k, l] = [i * aRow + j * aColumn, i * bRow + j * bColumn]
        const value = operation(a.data[k], b.data[l])
        out.data[o] = value
        out.error[o] = error(a.data[k], b.data[l], a.error[k], b.error[l], value) + Math.abs(value)
      }
    }
    return out
  }
}

const plus = (_x: number, _y: number, ex: number, ey: number) => ex + ey

/**
 * Float64 with a running error analysis (Wilkinson; Higham, Accuracy and Stability of Numerical Algorithms, 3.3): to
 * first order, and with sums over N examples off by sqrt(N) roundoffs of their terms, whatever order they were added in.
 */
export const conditioned: Arithmetic<Conditioned> = {
  lift: exactly,
  add: elementwise((x, y) => x + y, plus),
  sub: elementwise((x, y) => x - y, plus),
  mul: elementwise(
    (x, y) => x * y,
    (x, y, ex, ey) => Math.abs(x) * ey + Math.abs(y) * ex,
  ),
  div: elementwise(
    (x, y) => x / y,
    (_x, y, ex, ey, value) => (ex + Math.abs(value) * ey) / Math.abs(y),
  ),
  sqrt(a) {
    const data = a.data.map(Math.sqrt)
    const error = a.error.map((e, k) => data[k] + (data[k] === 0 ? Math.sqrt(e) : e / data[k] / 2))
    return { ...a, data, error }
  },
  sum(a) {
    const out = blank({ n: 1, d: a.d })
    const rounding = Math.sqrt(a.n)
    for (let i = 0, k = 0; i < a.n; i++) {
      for (let j = 0; j < a.d; j++, k++) {
        out.data[j] += a.data[k]
        out.error[j] += a.error[k] + rounding * Math.abs(a.data[k])
      }
    }
    return out
  },
}
