import { rounded, type WideMatrix } from '../arithmetics/double-double.ts'
import { listed, Refusal } from '../errors.ts'
import type { Matrix } from '../matrix.ts'
import { type Batches, replay } from './replay.ts'
import { type Named, namesOf, type Rule } from './rule.ts'

/** What rounding explains the distance: of float64, of float32, or none. */
export const AGREEMENTS = ['float64', 'float32', 'none'] as const
export type Agreement = (typeof AGREEMENTS)[number]

/** A rule, and how near it comes to the statistics that somebody holds. */
export interface Candidate extends Rule {
  readonly agrees: Agreement
  readonly conventions: readonly Named[]
  /** Of all means and variances, as the relative one: |a - b| / max(|a|, |b|). */
  readonly maxAbsError: number
  readonly maxRelError: number
}

/** Statistics that somebody's code holds: each (1,D). */
export interface Held {
  readonly mean: Matrix
  readonly var: Matrix
}

/** What is known, and what every rule is judged by. */
export interface Ground {
  readonly held: Held
  readonly batches: Batches
  /** The variances that are stored, by estimator, each (B,D). */
  readonly stored: Readonly<Partial<Record<Rule['estimator'], WideMatrix>>>
  readonly sizes: Sizes
}

/** How near a rule comes to what is held. */
export function judged(rule: Rule, { held, batches, stored, sizes }: Ground): Candidate {
  const found = replay(rule, batches, stored[rule.estimator] as WideMatrix)
  const share = rule.keeps === null ? 0 : 1 / (1 - Math.min(rule.keeps, 1))
  const effective = Math.min(batches.counts.length, share || batches.counts.length)
  const allowance = 2 * (2 + effective + Math.sqrt(Math.max(...batches.counts)))
  let [maxAbsError, maxRelError, most] = [0, 0, 0]
  for (const name of ['mean', 'var'] as const) {
    const values = rounded(found[name]).data
    for (const [j, value] of values.entries()) {
      const other = held[name].data[j] as number
      const off = Math.min(Math.abs(value - other), Number.MAX_VALUE)
      const start = Math.abs(batches.before?.[name].data[j] ?? rule.initial?.[name] ?? 0)
      maxAbsError = Math.max(maxAbsError, off)
      maxRelError = Math.max(
        maxRelError,
        off === 0 ? 0 : off / Math.max(Math.abs(value), Math.abs(other)),
      )
      most = Math.max(most, off / (allowance * Math.max(sizes[name][j] as number, start)))
    }
  }
  const agrees = most <= 2 ** -53 ? 'float64' : most <= 2 ** -24 ? 'float32' : 'none'
  return { ...rule, agrees, conventions: namesOf(rule), maxAbsError, maxRelError }
}

/** The sizes of what is averaged, channel by channel: an error is no smaller than the rounding of these. */
export interface Sizes {
  readonly mean: Float64Array
  readonly var: Float64Array
}

/** Up to here nothing that is compared leaves float64. */
const LARGEST = 2 ** 1000

/**
 * What a batch's values come to in the square mean: the terms of its sums are as large, whatever is left of them.
 *
 * @throws Refusal `not-representable` where squares come near the end of float64
 */
export function sizesOf(held: Held, { means, vars }: Batches): Sizes {
  const mean = held.mean.data.map((value) => Math.max(Math.abs(value), 1e-300))
  const variance = held.var.data.map((value) => Math.max(Math.abs(value), 1e-300))
  const [m, v] = [rounded(means).data, rounded(vars).data]
  for (let k = 0; k < m.length; k++) {
    const j = k % means.d
    const square = (v[k] as number) + (m[k] as number) ** 2
    if (!(square < LARGEST)) throw tooLarge(j)
    mean[j] = Math.max(mean[j] as number, Math.sqrt(square))
    variance[j] = Math.max(variance[j] as number, square)
  }
  return { mean, var: variance }
}

function tooLarge(channel: number): Refusal {
  const detail = `the squares of the batches come near the end of float64 in ${listed([channel])}`
  return new Refusal('not-representable', detail)
}
