import { doubleDouble, number, row, type WideMatrix } from '../arithmetics/double-double.ts'
import { filled } from '../matrix.ts'
import type { Rule } from './rule.ts'

/** What is known of the batches that a layer has seen, B of them, in their order. */
export interface Batches {
  /** (B,D). */
  readonly means: WideMatrix
  /** (B,D), divided by N. */
  readonly vars: WideMatrix
  /** The values per channel of each. */
  readonly counts: readonly number[]
}

/** Running statistics, or a batch's: each (1,D). */
export interface Pair {
  readonly mean: WideMatrix
  readonly var: WideMatrix
}

const { add, sub, mul, div, lift } = doubleDouble
const ONE = number(1)

/** What a layer holds that has seen these batches and followed this rule, to 32 digits. */
export function replay({ keeps, estimator, initial }: Rule, batches: Batches): Pair {
  const { d } = batches.means
  const start = { mean: initial?.mean ?? 0, var: initial?.var ?? 0 }
  let mean = lift(filled(d, start.mean))
  let variance = lift(filled(d, start.var))
  for (const [i, n] of batches.counts.entries()) {
    const kept = keeps === null ? div(number(i), number(i + 1)) : number(keeps)
    const fresh = sub(ONE, kept)
    mean = add(mul(kept, mean), mul(fresh, row(batches.means, i)))
    variance = add(mul(kept, variance), mul(fresh, estimated(row(batches.vars, i), n, estimator)))
  }
  return { mean, var: variance }
}

/** A variance that was divided by N, as an estimator has it. */
export function estimated(biased: WideMatrix, n: number, estimator: Rule['estimator']): WideMatrix {
  return estimator === 'biased' ? biased : div(mul(biased, number(n)), number(n - 1))
}
