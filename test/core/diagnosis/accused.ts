import { expect } from 'vitest'
import { DOUBLE } from '../../../src/core/diagnosis/closeness.ts'
import type { LayerInputs } from '../../../src/core/diagnosis/layer.ts'
import { referenceOf } from '../../../src/core/diagnosis/reference.ts'
import type { Submission } from '../../../src/core/diagnosis/submission.ts'
import { diagnose } from '../../../src/core/diagnosis.ts'
import { type Matrix, matrix, vector } from '../../../src/core/matrix.ts'
import { signedNumbers } from '../../../src/core/random.ts'
import { only } from './faulty.ts'
import { type Hand, honest } from './honest.ts'

/** Means, about in deviations. */
const MEANS = { float64: [0, 1, 1e3, 1e6, 1e8], float32: [0, 1, 30, 1e3] } as const

/** The mean in deviations up to which a variance as a difference of squares has any digits left. */
const NAIVE_MEAN = { float64: 1e6, float32: 100 } as const

/** The largest mean of a channel in its deviations. */
function meanInDeviations({ n, d, data }: Matrix): number {
  const ratios = Array.from({ length: d }, (_, j) => {
    const column = data.filter((_, k) => k % d === j)
    const mean = column.reduce((sum, v) => sum + v, 0) / n
    return Math.abs(mean) / Math.sqrt(column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n)
  })
  return Math.max(...ratios)
}

interface Drawn {
  readonly given: LayerInputs
  readonly submission: Submission
  readonly hand: Hand
}

function draw(seed: number): Drawn {
  const signed = signedNumbers(seed, 'honest')
  const next = () => (signed() + 1) / 2
  const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T
  const numbers = (length: number) => Array.from({ length }, signed)
  const precision = pick(['float64', 'float32'] as const)
  const [n, d, scale] = [pick([2, 3, 4, 5, 8, 13]), pick([1, 2, 3]), pick([1e-3, 1, 1e4])]
  const mean = pick(MEANS[precision])
  const x = matrix(
    n,
    d,
    numbers(n * d).map((v) => scale * (v + mean)),
  )
  const naive = next() < 0.5 && meanInDeviations(x) < NAIVE_MEAN[precision]
  const hand: Hand = { precision, next, wanders: next() < 0.7, naive }
  const given: LayerInputs = {
    x,
    ...{ gamma: vector(numbers(d)), beta: vector(numbers(d)), dout: matrix(n, d, numbers(n * d)) },
    ...{ eps: pick([0.5, 1e-3, 1e-5, 1e-8]), mode: 'train' },
  }
  const values = honest(given, hand)
  const submission = pick([
    values,
    only(values, ['out', 'dx', 'dgamma', 'dbeta']),
    only(values, ['dx']),
  ])
  return { given, hand, submission }
}

/** What is said of submissions of right code. */
interface Said {
  /** What was called wrong. */
  readonly accused: readonly string[]
  /** Every judgement that was made of a value, and the precision it was computed in. */
  readonly seen: ReadonlySet<string>
}

/** What a diagnosis says of so many submissions of right code, in any precision, by any route and in any order. */
function saidOf(submissions: number): Said {
  const seen = new Set<string>()
  const accused: string[] = []
  for (let seed = 0; seed < submissions; seed++) {
    const { given, submission, hand } = draw(seed)
    // Every other time float64 is claimed, whatever it was.
    const roundoff = seed % 2 === 0 ? DOUBLE : undefined
    const { values } = diagnose(referenceOf(given), submission, { roundoff })
    for (const { line, judgement } of values) {
      seen.add(`${judgement} ${hand.precision}`)
      if (judgement === 'wrong') accused.push(`seed ${seed}: ${line.name}`)
    }
  }
  return { accused, seen }
}

/** Of so many submissions of right code none is called wrong, and every other judgement is made of some. */
export function expectNoneAccused(submissions: number): void {
  const { accused, seen } = saidOf(submissions)
  expect(accused).toEqual([])
  for (const judgement of [
    'correct float64',
    'correct float32',
    'precision float32',
    'precision float64',
    'follows float64',
  ]) {
    expect(seen).toContain(judgement)
  }
}
