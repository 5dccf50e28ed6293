import { rounded, type WideMatrix } from '../arithmetics/double-double.ts'
import { fittedKeep, type Series } from './fit.ts'
import { AGREEMENTS, type Candidate, type Ground, type Held, judged, sizesOf } from './judge.ts'
import { type Batches, estimated } from './replay.ts'
import { ESTIMATORS, INITIALS, type Rule, usualRules } from './rule.ts'

/** The most channels that a momentum is fitted to, and numbers in all; two would do, and a few are wrong at times. */
const [MOST_CHANNELS, MOST_NUMBERS] = [64, 20_000]

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
