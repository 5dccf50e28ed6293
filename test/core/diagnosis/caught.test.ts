import { describe, expect, test } from 'vitest'
import { referenceOf } from '../../../src/core/diagnosis/reference.ts'
import { diagnose } from '../../../src/core/diagnosis.ts'
import { type Matrix, matrix, vector } from '../../../src/core/matrix.ts'
import { signedNumbers } from '../../../src/core/random.ts'
import { faulty, only } from './faulty.ts'

const SIZES = [
  [32, 10],
  [100, 20],
] as const

/** An ordinary batch, such as a course draws. */
function ordinary(n: number, d: number, seed: number) {
  const next = signedNumbers(seed, 'ordinary')
  const numbers = (length: number, scale = 1) => Array.from({ length }, () => scale * next())
  return {
    x: matrix(
      n,
      d,
      numbers(n * d, 5).map((v) => v + 12),
    ),
    ...{ gamma: vector(numbers(d)), beta: vector(numbers(d)), dout: matrix(n, d, numbers(n * d)) },
    ...{ eps: 1e-5, mode: 'train' as const },
  }
}

function judged(n: number, d: number, seed: number, change: (dx: Matrix) => void, all = false) {
  const given = ordinary(n, d, seed)
  const values = faulty(given, {})
  change(values.get('dx')?.value as Matrix)
  const { values: reports, causes } = diagnose(
    referenceOf(given),
    all ? values : only(values, ['out', 'dx', 'dgamma', 'dbeta']),
  )
  const dx = reports.find(({ line }) => line.name === 'dx')
  return { dx, causes: causes.map(({ hypothesis }) => hypothesis.mistake.id) }
}

describe.each(SIZES)('at (%i, %i)', (n, d) => {
  test('a dx of zeros is caught, and named', () => {
    const { dx, causes } = judged(n, d, 1, ({ data }) => data.fill(0))
    expect(dx?.judgement).toBe('wrong')
    expect(causes[0]).toBe('dx-left-at-zero')
  })

  test.each([false, true])(
    'a relative fault of 1e-9 in any one element of dx is caught (all values: %s)',
    (all) => {
      for (let seed = 1; seed <= 5; seed++) {
        const at = (seed * 71) % (n * d)
        const { dx } = judged(
          n,
          d,
          seed,
          ({ data }) => (data[at] = (data[at] as number) * (1 + 1e-9)),
          all,
        )
        expect(dx).toMatchObject({
          judgement: 'wrong',
          measure: { failing: 1, worst: { row: Math.floor(at / d), column: at % d } },
        })
      }
    },
  )

  test('and nothing is where there is no fault', () => {
    expect(judged(n, d, 1, () => {}).dx?.judgement).toBe('correct')
  })
})
