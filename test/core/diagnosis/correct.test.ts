import { expect, test } from 'vitest'
import { saidOf } from './accused.ts'

test('of 1000 submissions of right code none is accused, whatever its precision, route and order', () => {
  const { accused, seen } = saidOf(1_000)
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
})
