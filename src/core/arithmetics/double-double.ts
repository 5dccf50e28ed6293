import { common, type Matrix, matrix, type Shape, scalar } from '../matrix.ts'
import type { Arithmetic } from './arithmetic.ts'
import * as dd from './dd.ts'

/** A matrix of wide double-double cells, row-major as Matrix is. */
export interface WideMatrix extends Shape, dd.Cells {}

type BinaryCell = typeof dd.add

/** An (n,d) matrix of zeros. */
export function zeros(n: number, d: number): WideMatrix {
  return { n, d, ...dd.cells(n * d) }
}

function elementwise(operation: BinaryCell) {
  return (a: WideMatrix, b: WideMatrix): WideMatrix => {
    const { n, d } = common(a, b)
    const out = zeros(n, d)
    const [aRow, aColumn] = strides(a)
    const [bRow, bColumn] = strides(b)
    for (let i = 0, o = 0; i < n; i++) {
      for (let j = 0; j < d; j++, o++) {
        operation(out, o, a, i * aRow + j * aColumn, b, i * bRow + j * bColumn)
      }
    }
    return out
  }
}

/** How far apart two rows and two columns lie; 0 where there is only one, so that it repeats. */
function strides({ n, d }: Shape): [row: number, column: number] {
  return [n === 1 ? 0 : d, d === 1 ? 0 : 1]
}

/** The circuit's arithmetic in wide double-double: about 32 digits, no overflow, no underflow. */
export const doubleDouble: Arithmetic<WideMatrix> = {
  lift({ n, d, data }) {
    const out = zeros(n, d)
    for (let i = 0; i < data.length; i++) dd.set(out, i, data[i] as number)
    return out
  },
  add: elementwise(dd.add),
  sub: elementwise(dd.sub),
  mul: elementwise(dd.mul),
  div: elementwise(dd.div),
  sqrt(a) {
    const out = zeros(a.n, a.d)
    for (let i = 0; i < a.hi.length; i++) dd.sqrt(out, i, a, i)
    return out
  },
  sum(a) {
    const out = zeros(1, a.d)
    for (let i = 0, o = 0; i < a.n; i++) {
      for (let j = 0; j < a.d; j++, o++) dd.add(out, j, out, j, a, o)
    }
    return out
  },
}

/** A float64 number as a matrix (1,1), exactly. */
export function number(value: number): WideMatrix {
  return doubleDouble.lift(scalar(value))
}

/** Each cell rounded once to the nearest float64; an infinity where a value lies beyond float64. */
export function rounded(a: WideMatrix): Matrix {
  const out = matrix(a.n, a.d)
  for (let i = 0; i < out.data.length; i++) out.data[i] = dd.round(a, i)
  return out
}

/** |a|, element by element. */
export function abs({ n, d, hi, lo, k }: WideMatrix): WideMatrix {
  return {
    n,
    d,
    hi: hi.map(Math.abs),
    lo: lo.map((low, i) => ((hi[i] as number) < 0 ? -low : low)),
    k,
  }
}

/** The largest element of every column of a, none of them negative: (1,D). */
export function largest(a: WideMatrix): WideMatrix {
  const out = zeros(1, a.d)
  for (let o = 0; o < a.hi.length; o++) {
    const j = o % a.d
    if (dd.isLess(out, j, a, o)) dd.copy(out, j, a, o)
  }
  return out
}

/** Row `i` of a, as a vector (1,D). */
export function row(a: WideMatrix, i: number): WideMatrix {
  const out = zeros(1, a.d)
  for (let j = 0; j < a.d; j++) dd.copy(out, j, a, i * a.d + j)
  return out
}

/** The columns in which a vector (1,D) is 0. */
export function zeroColumns({ hi }: WideMatrix): number[] {
  const columns: number[] = []
  for (let j = 0; j < hi.length; j++) if (hi[j] === 0) columns.push(j)
  return columns
}
