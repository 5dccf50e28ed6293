import fc from 'fast-check'
import type { Inputs } from './exact.ts'

/** Everything both passes need: the inputs, and dout (N,D). */
export interface Batch extends Inputs {
  readonly dout: readonly number[]
}

/** Numbers spread evenly between -4 and 4, with all of their digits in use. */
export const even = fc.noBias(fc.maxSafeInteger()).map((k) => k * 2 ** -51)

/** Any finite number but -0, small and large alike, with a liking for 0, the subnormals and the ends of the range. */
export const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0)

/** Powers of ten with all their digits in use, over so many decades. */
export function decades(min: number, max: number): fc.Arbitrary<number> {
  const exponent = fc.noBias(fc.integer({ min, max }))
  return fc.tuple(even, exponent).map(([v, e]) => v * 10 ** e)
}

/** What a kind of batch is made of; whatever isn't said is of ordinary size. */
export interface Recipe {
  /** The number of rows and of channels, each as [least, most]. */
  readonly n?: readonly [number, number]
  readonly d?: readonly [number, number]
  readonly x?: fc.Arbitrary<number>
  readonly gamma?: fc.Arbitrary<number>
  readonly beta?: fc.Arbitrary<number>
  readonly dout?: fc.Arbitrary<number>
  readonly eps?: fc.Arbitrary<number>
  /** With these, batches in evaluation. */
  readonly mean?: fc.Arbitrary<number>
  readonly variance?: fc.Arbitrary<number>
}

/** Batches of one kind. Four rows at least, or else dx is nearly 0 whatever x and dout are. */
export function batches(recipe: Recipe = {}): fc.Arbitrary<Batch> {
  const { n = [4, 7], d = [1, 4], x = even, gamma = even, beta = even, dout = even } = recipe
  const { eps = fc.constant(1e-5), mean, variance } = recipe
  const shape = fc.record({ N: between(n), D: between(d) })
  return shape.chain(({ N, D }) =>
    fc.record({
      x: list(x, N * D),
      gamma: list(gamma, D),
      beta: list(beta, D),
      dout: list(dout, N * D),
      eps,
      ...(mean &&
        variance && { running: fc.record({ mean: list(mean, D), var: list(variance, D) }) }),
    }),
  )
}

function between([min, max]: readonly [number, number]): fc.Arbitrary<number> {
  return fc.integer({ min, max })
}

/** Lists of this length. */
export function list(element: fc.Arbitrary<number>, length: number): fc.Arbitrary<number[]> {
  return fc.array(element, { minLength: length, maxLength: length })
}

/** The batch with each channel j of x multiplied by units[j] and dout divided by it, as if measured in other units. */
export function inUnits<B extends Batch>(batch: B, units: readonly number[]): B {
  const unit = (k: number) => units[k % batch.gamma.length] as number
  return {
    ...batch,
    x: batch.x.map((v, k) => v * unit(k)),
    dout: batch.dout.map((v, k) => v / unit(k)),
  }
}
