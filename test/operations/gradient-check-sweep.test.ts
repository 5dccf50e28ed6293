import { describe, expect, test } from 'vitest'
import { gradientCheckSweep } from '../../routes/gradient-check-sweep.ts'
import { sweep } from '../../src/core/gradient-check/sweep.ts'
import { filled, matrix } from '../../src/core/matrix.ts'
import { post, refusal } from '../support/client.ts'

const IMAGES = {
  x: [
    [[[1, 4, 2]], [[8, 2, 3]]],
    [[[7, 4, 9]], [[5, 5, 6]]],
  ],
}
const DOUT = [
  [[[1, -2, 0.5]], [[3, 1, -1]]],
  [[[2, 2, -1]], [[0, 4, 1]]],
]

/** The same as the post's matrix (N,D). */
const X = matrix(6, 2, [1, 8, 4, 2, 2, 3, 7, 5, 4, 5, 9, 6])
const ABOVE = matrix(6, 2, [1, 3, -2, 1, 0.5, -1, 2, 0, 2, 4, -1, 1])

const answer = (request: object) => post(gradientCheckSweep, request)

const refused = (request: object) => {
  const { code, faults } = refusal(() => answer(request))
  return [code, ...faults.map(({ path }) => path.join('.'))]
}

describe('a sweep over a tensor', () => {
  test('is that of its matrix', () => {
    const inputs = {
      x: X,
      gamma: filled(2, 1),
      beta: filled(2, 0),
      eps: 1e-5,
      mode: 'train' as const,
    }
    const core = sweep({ inputs, dout: ABOVE, seed: 1, points: 5 }, 1e9)
    expect(answer({ ...IMAGES, dout: DOUT, points: 5 })).toEqual(core)
  })

  test('reads evaluation and the axis of the channels as every operation does', () => {
    const running = { mean: [1, 2, 3], var: [1, 2, 3] }
    const reply = answer({ ...IMAGES, mode: 'eval', running, channelAxis: -1, points: 2 })
    expect(reply).toMatchObject({ hUnit: 'absolute', seed: 231 })
    expect(refused({ ...IMAGES, mode: 'eval' })).toEqual(['missing', 'running.mean', 'running.var'])
  })
})

test.each<[request: object, faults: string[]]>([
  [{ dout: [[1, 2]] }, ['shape', 'dout']],
  [{ curves: [] }, ['invalid', 'curves']],
  [{ curves: [{ method: 'projection', precision: 'float64' }] }, ['invalid', 'curves.0.method']],
  [{ curves: [{ method: 'central' }] }, ['invalid', 'curves.0.precision']],
  [{ points: 1 }, ['invalid', 'points']],
  [{ points: 102 }, ['invalid', 'points']],
  [{ from: 0 }, ['invalid', 'from']],
  [{ to: -1e-5 }, ['invalid', 'to']],
  [{ claimed: {} }, ['invalid', 'claimed']],
  [{ eps: 0, x: [[1], [1]] }, ['singular', 'eps']],
])('%j is refused with its place', (request, faults) => {
  expect(refused({ ...IMAGES, ...request })).toEqual(faults)
})
