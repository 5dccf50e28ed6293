import type { Candidate } from './judge.ts'
import type { Batches } from './replay.ts'

/** Something that the candidates which agree do not agree about, and what would settle it. */
export interface OpenQuestion {
  readonly what: 'keeps' | 'estimator' | 'initial'
  readonly detail: string
}

/** What the best candidates leave open. */
export function openQuestions(
  candidates: readonly Candidate[],
  { counts }: Batches,
): OpenQuestion[] {
  const [best] = candidates
  if (!best || best.agrees === 'none') return []
  if (best.keeps === 1) {
    return [
      { what: 'keeps', detail: 'No batch has left anything in these: were they stored back?' },
    ]
  }
  const equals = candidates.filter(({ agrees }) => agrees === best.agrees)
  const differ = (of: (candidate: Candidate) => unknown) =>
    new Set(equals.map((each) => JSON.stringify(of(each)))).size > 1
  const found: OpenQuestion[] = []
  if (differ(({ keeps }) => keeps)) {
    found.push({
      what: 'keeps',
      detail: `More than one way of averaging comes to this after ${plural(counts.length, 'batch', 'batches')}: look again after two or three more, with means far apart.`,
    })
  }
  if (differ(({ estimator }) => estimator)) {
    found.push({
      what: 'estimator',
      detail: `With ${Math.min(...counts)} values per channel a variance over N and one over N - 1 differ by less than the digits tell: look after a batch of three or four values.`,
    })
  }
  if (differ(({ initial }) => initial)) {
    const left = best.keeps === null ? 0 : best.keeps ** counts.length
    found.push({
      what: 'initial',
      detail: `After ${plural(counts.length, 'batch', 'batches')} ${left.toExponential(1)} of the first value is left: look after one batch.`,
    })
  }
  return found
}

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`
