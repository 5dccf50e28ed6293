import { describe, expect, test } from 'vitest'
import { listed } from '../../src/core/errors.ts'
import { filled, matrix, vector } from '../../src/core/matrix.ts'
import { backward, forward, liftCache } from '../../src/core/passes.ts'

/** A batch of two examples whose channels listed in `constant` have no variance. */
function withConstant(d: number, constant: readonly number[], eps: number) {
  const x = matrix(2, d)
  for (let j = 0; j < d; j++) x.data[j] = constant.includes(j) ? 0 : 1
  return { x, gamma: filled(d, 1), beta: filled(d, 0), eps, mode: 'train' as const }
}

describe('forward() refuses', () => {
  test('evaluation without statistics', () => {
    const inputs = { ...withConstant(1, [], 1), mode: 'eval' as const }
    expect(() => forward(inputs)).toThrow(
      expect.objectContaining({
        code: 'missing',
        faults: [expect.objectContaining({ path: ['running'] })],
      }),
    )
  })

  test('a channel whose var + eps is 0, naming it', () => {
    expect(() => forward(withConstant(3, [1], 0))).toThrow(
      expect.objectContaining({
        code: 'singular',
        message: 'var + eps is 0 in channel 1',
        faults: [expect.objectContaining({ path: ['eps'] })],
      }),
    )
    expect(() => forward(withConstant(3, [0, 2], 0))).toThrow('var + eps is 0 in channels 0, 2')
  })

  test('no channel with any variance or any eps, however small', () => {
    const least = Number.MIN_VALUE
    expect(() => forward(withConstant(3, [0, 1, 2], least))).not.toThrow()
    const x = matrix(2, 1, [0, least])
    expect(() => forward({ ...withConstant(1, [], 0), x })).not.toThrow()
  })

  test('a running variance of 0 with eps 0', () => {
    const statistics = { mean: vector([0, 0]), var: vector([1, 0]) }
    const inputs = { ...withConstant(2, [], 0), mode: 'eval' as const, statistics }
    expect(() => forward(inputs)).toThrow('var + eps is 0 in channel 1')
    expect(() => forward({ ...inputs, eps: 1e-5 })).not.toThrow()
  })
})

describe('backward() refuses', () => {
  const one = vector([1])
  const cache = { xhat: one, gamma: one, xmu: one, ivar: one, sqrtvar: one, var: one, eps: one }

  test('no healthy cache', () => {
    expect(() => backward(one, liftCache(cache), 'train')).not.toThrow()
  })

  test('a cache whose sqrtvar is 0', () => {
    const broken = liftCache({ ...cache, sqrtvar: vector([0]) })
    expect(() => backward(one, broken, 'train')).toThrow(
      expect.objectContaining({ code: 'singular' }),
    )
  })

  test('a cache whose var + eps is 0', () => {
    const broken = liftCache({ ...cache, var: vector([0]), eps: vector([0]) })
    expect(() => backward(one, broken, 'train')).toThrow(
      expect.objectContaining({ code: 'singular' }),
    )
  })
})

test('channels are listed by number, the first ten of them', () => {
  expect(listed([3])).toBe('channel 3')
  expect(listed([3, 5])).toBe('channels 3, 5')
  expect(listed([...Array(12).keys()])).toBe('channels 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more')
})
