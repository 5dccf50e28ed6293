import { expect, test } from 'vitest'
import { referenceOf } from '../../../src/core/diagnosis/reference.ts'
import { diagnose } from '../../../src/core/diagnosis.ts'
import { faulty, only, type Size, telling } from './faulty.ts'

const SIZES: readonly Size[] = [
  [9, 1, 4],
  [100, 1, 50],
  [4, 25, 50],
]

test.each(SIZES)('two mistakes are found from dx alone, %i x %i x %i', (...size) => {
  const given = telling(3, { size })
  const changes = { dvar: '1 / sqrt(var + eps) * dsqrtvar', dx2: 'dmu / N / N' }
  const { causes } = diagnose(referenceOf(given), only(faulty(given, changes), ['dx']))
  const ids = causes.map(({ hypothesis }) => hypothesis.mistake.id)
  expect(ids).toEqual(expect.arrayContaining(['root-without-half', 'dx2-divided-twice']))
})

test.each([
  [9, 1, 4],
  [9, 1, 400],
] as const)('a dx that nothing explains is given up, %i x %i x %i', (...size) => {
  const given = telling(3, { size })
  const submission = only(faulty(given, { dx: '0.77 * (dx1 + dx2)' }), ['dx'])
  const found = diagnose(referenceOf(given), submission)
  expect(found).toMatchObject({ verdict: 'wrong', causes: [] })
})
