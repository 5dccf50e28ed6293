import type { Matrix, Shape } from '../matrix.ts'

/**
 * The operations that the circuit is made of, over some kind of matrix `M`. The circuit is written once (graph.ts)
 * and can be run in any of these: in wide double-double for every number the service returns, in plain float64 as
 * NumPy would, in complex numbers for the complex-step derivative.
 *
 * Elementwise operations repeat a single row or column to fit the other operand, as NumPy does.
 */
export interface Arithmetic<M extends Shape> {
  /** A float64 matrix, taken exactly. */
  lift(matrix: Matrix): M
  add(a: M, b: M): M
  sub(a: M, b: M): M
  mul(a: M, b: M): M
  div(a: M, b: M): M
  sqrt(a: M): M
  /** The sum over the N examples: (N,D) becomes (1,D). */
  sum(a: M): M
  /** Functions beyond those of the circuit, by the name that formulas call them by. */
  readonly functions?: Readonly<Record<string, (a: M) => M>>
}
