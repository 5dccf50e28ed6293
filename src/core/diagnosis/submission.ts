import type { Matrix, Shape } from '../matrix.ts'
import { DOUBLE, type Roundoff, SINGLE } from './closeness.ts'
import type { Line, LineName } from './lines.ts'

/** A value as somebody's code returned it. */
export interface Submitted {
  /** As it came: (N,D), (1,D), and where the shape is wrong whatever came, as a matrix, if it can be one. */
  readonly value: Matrix
  /** What the value should be, and isn't. */
  readonly flaw?: 'shape' | 'not-finite'
  /** What is the matter, in words. */
  readonly detail?: string
}

export type Submission = ReadonlyMap<LineName, Submitted>

/** The shape that a line's value should have. */
export function shapeOf({ shape }: Line, { n, d }: Shape): Shape {
  return shape === '(N,D)' ? { n, d } : { n: 1, d }
}

/**
 * The roundoff of the precision that a submission was computed in: that of float32 if all of its numbers are float32,
 * and some of them would not be by chance, since the right number is none.
 *
 * @param truth the right values
 */
export function roundoffOf(submission: Submission, truth: ReadonlyMap<LineName, Matrix>): Roundoff {
  let telling = false
  for (const [name, { value }] of submission) {
    if (value.data.length === 0) continue
    if (!value.data.every((v) => Object.is(Math.fround(v), v) || Number.isNaN(v))) return DOUBLE
    telling ||= truth.get(name)?.data.some((v) => Math.fround(v) !== v) ?? false
  }
  return telling ? SINGLE : DOUBLE
}
