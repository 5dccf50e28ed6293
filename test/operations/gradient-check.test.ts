import { describe, expect, test } from 'vitest'
import { gradientCheck } from '../../routes/gradient-check.ts'
import { type Nested, shapeOf } from '../support/arrays.ts'
import { post, postBackward, refusal } from '../support/client.ts'

/** Two images of two channels, one row of three pixels. */
const IMAGES = {
  x: [
    [[[1, 4, 2]], [[8, 2, 3]]],
    [[[7, 4, 9]], [[5, 5, 6]]],
  ],
  gamma: [1.5, -2],
  beta: [0, 10],
}
const DOUT = [
  [[[1, -2, 0.5]], [[3, 1, -1]]],
  [[[2, 2, -1]], [[0, 4, 1]]],
]

interface Answer {
  readonly passed: boolean
  readonly verdict: string
  readonly seed?: number
  readonly numeric?: { readonly dx?: Nested }
  readonly dout?: Nested
  readonly [gradient: string]: unknown
}

const check = (request: object) => post(gradientCheck, request) as Answer
const { beta: _, ...source } = IMAGES
const { dx, dgamma, dbeta } = postBackward({ dout: DOUT, ...source })
const claimed = { dx, dgamma, dbeta }

const refused = (request: object) => {
  const { code, faults } = refusal(() => check(request))
  return [code, ...faults.map(({ path }) => path.join('.'))]
}

describe('the gradient check of a tensor', () => {
  test('passes the gradients that the backward pass returns, in the same shape', () => {
    const answer = check({ ...IMAGES, dout: DOUT, claimed, include: ['numeric', 'dout'] })
    expect(answer).toMatchObject({ passed: true, verdict: 'passed', dout: DOUT })
    expect(shapeOf(answer.numeric?.dx as Nested)).toEqual(shapeOf(dx))
  })

  test('points at the worst element in the shape of x', () => {
    const wrong = structuredClone(dx) as number[][][][]
    ;(wrong[1]?.[0]?.[0] as number[])[2] = 99
    const answer = check({ ...IMAGES, dout: DOUT, claimed: { dx: wrong } })
    expect(answer).toMatchObject({
      passed: false,
      verdict: 'failed',
      dx: { failing: 1, compared: 12, worst: { index: [1, 0, 0, 2], claimed: 99 } },
    })
    expect(answer).not.toHaveProperty('dgamma')
  })

  test('points at the channel when it looks along probes, and nowhere when they are pooled', () => {
    const wrong = { ...claimed, dgamma: [dgamma[0], 99] }
    const request = { ...IMAGES, dout: DOUT, claimed: wrong }
    const indices = (answer: Answer) =>
      ['dx', 'dgamma'].map(
        (name) => (answer[name] as { worst: { index: number[] } }).worst.index.length,
      )
    expect(indices(check({ ...request, method: 'projection' }))).toEqual([1, 1])
    expect(indices(check({ ...request, preset: 'jax' }))).toEqual([0, 0])
    expect(check(request)).toMatchObject({ dgamma: { worst: { index: [1] } } })
  })

  test('tells the seed when something was drawn, and only then', () => {
    expect(check({ ...IMAGES, seed: 7 }).seed).toBe(7)
    expect(check({ ...IMAGES, dout: DOUT, method: 'projection' }).seed).toBe(231)
    expect(check({ ...IMAGES, dout: DOUT })).not.toHaveProperty('seed')
  })

  test('gives back the dout it drew, so that a client can claim gradients for it', () => {
    const { dout } = check({ ...IMAGES, include: ['dout'] })
    const own = postBackward({ dout, ...source })
    const { dx, dgamma, dbeta } = own
    expect(check({ ...IMAGES, dout, claimed: { dx, dgamma, dbeta } }).passed).toBe(true)
  })

  test('checks evaluation as well', () => {
    const evaluation = { mode: 'eval', running: { mean: [4, 5], var: [2, 3] } }
    const { dx } = postBackward({ dout: DOUT, ...source, ...evaluation })
    expect(check({ ...IMAGES, ...evaluation, dout: DOUT, claimed: { dx } }).passed).toBe(true)
    expect(check({ ...IMAGES, dout: DOUT, claimed: { dx } }).passed).toBe(false)
  })

  test('says which method, precision and step it took', () => {
    const settings = (how: object) => {
      const { method, precision, h, hUnit } = check({ ...IMAGES, ...how })
      return [method, precision, h, hUnit]
    }
    expect(settings({})).toEqual(['central', 'double-double', 2 ** -34, 'sqrtvar'])
    expect(settings({ h: 1e-4 })).toEqual(['central', 'double-double', 1e-4, 'absolute'])
    expect(settings({ preset: 'torch' })).toEqual(['central', 'float64', 1e-6, 'absolute'])
    expect(settings({ preset: 'torch', method: 'forward', h: 1e-7 })).toEqual([
      'forward',
      'float64',
      1e-7,
      'absolute',
    ])
    expect(settings({ preset: 'scipy', precision: 'double-double' })).toEqual([
      'forward',
      'double-double',
      2 ** -26,
      'absolute',
    ])
  })
})

describe('the gradient check refuses', () => {
  test('claims of another shape, each with its place', () => {
    const request = { ...IMAGES, dout: DOUT }
    expect(refused({ ...request, claimed: { dx: [[1, 2]] } })).toEqual(['shape', 'claimed.dx'])
    expect(refused({ ...request, claimed: { dgamma: [1] } })).toEqual(['shape', 'claimed.dgamma'])
    expect(refused({ ...request, claimed: { dbeta: [1, 2, 3] } })).toEqual([
      'shape',
      'claimed.dbeta',
    ])
    expect(refused({ ...IMAGES, dout: [[1, 2]] })).toEqual(['shape', 'dout'])
  })

  test('claims of nothing, and claims for no dout', () => {
    expect(refused({ ...IMAGES, dout: DOUT, claimed: {} })).toEqual(['invalid', 'claimed'])
    expect(refused({ ...IMAGES, claimed })).toEqual(['missing', 'dout'])
  })

  test('settings that mean nothing', () => {
    for (const [field, value] of Object.entries({
      h: 0,
      atol: -1,
      rtol: -1e-9,
      probes: 0,
      seed: -1,
      method: 'guess',
      preset: 'mine',
    })) {
      expect(refused({ ...IMAGES, [field]: value })).toEqual(['invalid', field])
    }
  })
})
