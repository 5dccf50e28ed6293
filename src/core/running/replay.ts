import { doubleDouble, number, row, type WideMatrix } from '../arithmetics/double-double.ts'
import { filled, type Matrix } from '../matrix.ts'
import type { Rule } from './rule.ts'

/** What is known of the batches that a layer has seen, B of them, in their order. */
export interface Batches {
  /** (B,D). */
  readonly means: WideMatrix
  /** (B,D), divided by N. */
  readonly vars: WideMatrix
  /** The values per channel of each. */
  readonly counts: readonly number[]
  /** What was held before the first of them, and after how many others, where that is known. */
  readonly before?:
    | { readonly mean: Matrix; readonly var: Matrix; readonly count: number }
    | undefined
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
  const { before } = batches
  const seen = before?.count ?? 0
  let mean = lift(before?.mean ?? filled(d, initial?.mean ?? 0))
  let variance = lift(before?.var ?? filled(d, initial?.var ?? 0))
  for (const [i, n] of batches.counts.entries()) {
    const kept = keeps === null ? div(number(seen + i), number(seen + i + 1)) : number(keeps)
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
