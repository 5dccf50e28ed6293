import { rounded, type WideMatrix } from '../arithmetics/double-double.ts'
import { listed, Refusal } from '../errors.ts'
import type { Matrix } from '../matrix.ts'
import { fittedKeep, type Series } from './fit.ts'
import { type Batches, estimated, replay } from './replay.ts'
import { ESTIMATORS, INITIALS, type Named, namesOf, type Rule, usualRules } from './rule.ts'

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

/** The most channels that a momentum is fitted to, and numbers in all; two would do, and a few are wrong at times. */
const [MOST_CHANNELS, MOST_NUMBERS] = [64, 20_000]

/** What is known, and what every rule is judged by. */
interface Ground {
  readonly held: Held
  readonly batches: Batches
  /** The variances that are stored, by estimator, each (B,D). */
  readonly stored: Readonly<Partial<Record<Rule['estimator'], WideMatrix>>>
  readonly sizes: Sizes
}

/**
 * The rules by which a layer may have come from these batches to these statistics, the nearest and simplest first.
 *
 * @throws Refusal `not-representable` where squares of the batches come near the end of float64
 */
export function identified(held: Held, batches: Batches): Candidate[] {
  const possible = ESTIMATORS.filter((each) => each === 'biased' || !batches.counts.includes(1))
  const stored = Object.fromEntries(possible.map((each) => [each, estimated(batches, each)]))
  const ground: Ground = { held, batches, stored, sizes: sizesOf(held, batches) }
  const usual = usualRules(!batches.before).filter(({ estimator }) => possible.includes(estimator))
  const judge = (rule: Rule) => judged(rule.keeps === 0 ? { ...rule, initial: null } : rule, ground)
  const fits = possible.flatMap((estimator) =>
    (batches.before ? [null] : INITIALS).map((initial) => {
      const keeps = fittedKeep(seriesOf(ground, estimator, initial))
      return simplest({ keeps, estimator, initial }, judge)
    }),
  )
  const distinct = new Map(usual.map((each) => [keyOf(each), each]))
  const known = new Map(
    [...[...distinct.values()].map(judge), ...fits].map((each) => [keyOf(each), each]),
  )
  return [...known.values()].toSorted(
    (a, b) =>
      AGREEMENTS.indexOf(a.agrees) - AGREEMENTS.indexOf(b.agrees) ||
      (a.agrees === 'none' ? a.maxRelError - b.maxRelError : 0) ||
      Number(isUsual(b)) - Number(isUsual(a)) ||
      String(a.keeps).length - String(b.keeps).length ||
      a.maxRelError - b.maxRelError,
  )
}

const keyOf = ({ keeps, estimator, initial }: Rule) => JSON.stringify([keeps, estimator, initial])
const isUsual = ({ conventions }: Candidate) => conventions.some(({ usual }) => usual)

/** The sizes of what is averaged, channel by channel: an error is no smaller than the rounding of these. */
interface Sizes {
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
function sizesOf(held: Held, { means, vars }: Batches): Sizes {
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

function judged(rule: Rule, { held, batches, stored, sizes }: Ground): Candidate {
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

/**
 * A fitted rule with the fewest decimals that agree as well, or four where nothing does: a momentum is a number that
 * somebody wrote.
 */
function simplest(rule: Rule & { keeps: number }, judge: (rule: Rule) => Candidate): Candidate {
  const fitted = judge(rule)
  const to = (digits: number) => judge({ ...rule, keeps: Number(rule.keeps.toFixed(digits)) })
  if (fitted.agrees === 'none') return to(4)
  for (let digits = 1; digits < 8; digits++) {
    const plain = to(digits)
    if (plain.agrees === fitted.agrees) return plain
  }
  return fitted
}

/** Means and variances of some channels as averages side by side. */
function seriesOf(
  { held, batches, stored, sizes }: Ground,
  estimator: Rule['estimator'],
  initial: Rule['initial'],
): Series {
  const { means, counts, before } = batches
  const { d } = means
  const count = Math.max(1, Math.min(d, MOST_CHANNELS, Math.floor(MOST_NUMBERS / counts.length)))
  const picked = Array.from({ length: count }, (_, k) => Math.floor((k * d) / count))
  const both = (mean: Float64Array, variance: Float64Array, row = 0) =>
    Float64Array.from(
      [mean, variance].flatMap((from) => picked.map((j) => from[row * d + j] as number)),
    )
  const start = (name: 'mean' | 'var') =>
    before?.[name].data ?? new Float64Array(d).fill(initial?.[name] ?? 0)
  const wide = { mean: rounded(means).data, var: rounded(stored[estimator] as WideMatrix).data }
  return {
    first: both(start('mean'), start('var')),
    batches: counts.map((_, i) => both(wide.mean, wide.var, i)),
    last: both(held.mean.data, held.var.data),
    scale: both(sizes.mean, sizes.var),
  }
}
