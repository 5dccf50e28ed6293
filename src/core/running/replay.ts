import * as dd from '../arithmetics/dd.ts'
import { doubleDouble, number, type WideMatrix } from '../arithmetics/double-double.ts'
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

const { sub, mul, div, lift } = doubleDouble
const ONE = number(1)

/** The variances of the batches (B,D) as an estimator has them. */
export function estimated({ vars, counts }: Batches, estimator: Rule['estimator']): WideMatrix {
  if (estimator === 'biased') return vars
  const sizes = lift({ n: counts.length, d: 1, data: Float64Array.from(counts) })
  return div(mul(vars, sizes), sub(sizes, ONE))
}

/**
 * What a layer holds that has seen these batches and followed this rule, to 32 digits: the mean and the variance, each
 * (1,D).
 *
 * @param stored the variances that the rule stores, of every batch (B,D)
 */
export function replay(
  { keeps, initial }: Rule,
  { means, counts, before }: Batches,
  stored: WideMatrix,
): { readonly mean: WideMatrix; readonly var: WideMatrix } {
  const seen = before?.count ?? 0
  const weights = counts.map((_, i) => {
    const kept = keeps === null ? div(number(seen + i), number(seen + i + 1)) : number(keeps)
    return { kept, fresh: sub(ONE, kept) }
  })
  const start = (name: 'mean' | 'var') =>
    lift(before?.[name] ?? filled(means.d, initial?.[name] ?? 0))
  return {
    mean: averaged(start('mean'), means, weights),
    var: averaged(start('var'), stored, weights),
  }
}

/** The running average of rows (B,D), from a start (1,D) that it is written over. */
function averaged(
  start: WideMatrix,
  rows: WideMatrix,
  weights: readonly { readonly kept: WideMatrix; readonly fresh: WideMatrix }[],
): WideMatrix {
  const terms = dd.cells(2)
  for (const [i, { kept, fresh }] of weights.entries()) {
    for (let j = 0; j < start.d; j++) {
      dd.mul(terms, 0, kept, 0, start, j)
      dd.mul(terms, 1, fresh, 0, rows, i * rows.d + j)
      dd.add(start, j, terms, 0, terms, 1)
    }
  }
  return start
}
