import { expect, test } from 'vitest'
import { matrix } from '../../src/core/matrix.ts'
import { free } from '../../src/operations/free.ts'

test('large arrays are given back wherever they lie, one that lies in two places once', () => {
  const shared = matrix(100, 100)
  const x = new Uint8Array(80_000)
  const reply = { out: { shape: [100, 100], data: shared.data }, steps: { out: shared, mu: null } }
  free({ input: { x, eps: 1, words: ['a'] }, reply })
  expect([shared.data.length, x.length]).toEqual([0, 0])
})
