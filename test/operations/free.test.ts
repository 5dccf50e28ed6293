import { expect, test } from 'vitest'
import { matrix } from '../../src/core/matrix.ts'
import { free } from '../../src/operations/free.ts'

test('large arrays are given back, wherever they lie, and twice is once', () => {
  const shared = matrix(100, 100)
  const reply = { out: { shape: [100, 100], data: shared.data }, steps: { out: shared, mu: null } }
  free(reply)
  free(reply)
  expect(shared.data.length).toBe(0)
})

test('what is small, or a part of something else, stays as it is', () => {
  const whole = new Float64Array(20_000)
  const kept = [matrix(1, 10), { data: whole.subarray(1) }, Uint8Array.of(1, 2)]
  const before = structuredClone(kept)
  for (const each of [...kept, undefined, null, 1, 'x', [whole]]) free(each)
  expect(kept).toEqual(before)
})
