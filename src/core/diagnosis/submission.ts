import type { Matrix, Shape } from '../matrix.ts'
import type { Line, LineName } from './lines.ts'

/** A value as somebody's code returned it. */
export interface Submitted {
  /** As it came: (N,D), (1,D), and where the shape is wrong whatever came, as a matrix. */
  readonly value: Matrix
  /** What the value should be, and isn't. */
  readonly flaw?: 'shape' | 'not-finite'
}

export type Submission = ReadonlyMap<LineName, Submitted>

/** The roundoff of float64. */
export const DOUBLE = 2 ** -53

/** The shape that a line's value should have. */
export function shapeOf({ shape }: Line, { n, d }: Shape): Shape {
  return shape === '(N,D)' ? { n, d } : { n: 1, d }
}
