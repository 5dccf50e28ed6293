import type { Matrix } from '../matrix.ts'

/** How the numbers of x lie: n values for each of d channels, `inner` of one channel side by side; 1 in a matrix (N,D). */
export interface Sizes {
  readonly n: number
  readonly d: number
  readonly inner: number
}

/** What a layer is given, as it was drawn. */
export interface Inputs {
  /** In the order of x's own tensor, as dout. */
  readonly x: Float64Array
  /** (1,D), as beta. */
  readonly gamma: Matrix
  readonly beta: Matrix
  readonly dout: Float64Array
  /** The statistics of the batches before, each (1,D). */
  readonly running: { readonly mean: Matrix; readonly var: Matrix }
}

/** The channel of the number at a place in the tensor. */
export function channelAt(at: number, { d, inner }: Sizes): number {
  return Math.floor(at / inner) % d
}

/** Which of its channel's values the number at a place in the tensor is. */
export function rowAt(at: number, { d, inner }: Sizes): number {
  return Math.floor(at / (inner * d)) * inner + (at % inner)
}
