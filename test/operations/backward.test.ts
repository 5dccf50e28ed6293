import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BACKWARD } from '../../src/core/graph.ts'
import { flat, shaped, shapeOf } from '../support/arrays.ts'
import { batches, list } from '../support/batches.ts'
import { postBackward, postForward, refusal } from '../support/client.ts'

const LAYER = {
  x: [
    [1, 8],
    [4, 2],
    [7, 5],
  ],
  gamma: [1, 2],
  eps: 0.25,
}
const DOUT = [
  [1, 3],
  [2, -1],
  [6, 4],
]
const cache = postForward({ ...LAYER }).cache as Record<string, unknown>

const refused = (request: object) => {
  const { code, faults } = refusal(() => postBackward(request))
  return [code, ...faults.map(({ path }) => path.join('.'))]
}

describe('from the cache and from x', () => {
  test('the gradients are the same where every number of the cache is exact', () => {
    const layer = { x: [[1], [3], [3], [1]], gamma: [3], eps: 3 }
    const dout = [[1], [2], [-1], [4]]
    const { cache } = postForward(layer)
    expect(cache).toMatchObject({ sqrtvar: [2], ivar: [0.5], var: [1] })
    expect(postBackward({ dout, cache })).toEqual(postBackward({ dout, ...layer }))
  })

  test('the gradients of a rounded cache are those of its numbers, a few last places beside those of x', () => {
    const [rounded, exact] = [
      postBackward({ dout: DOUT, cache }),
      postBackward({ dout: DOUT, ...LAYER }),
    ]
    expect(exact.dx).toEqual([
      [0.16, -0.736],
      [-0.4, -0.864],
      [0.24, 1.6],
    ])
    expect(rounded.dx).not.toEqual(exact.dx)
    for (const [k, v] of flat(rounded.dx).entries()) {
      expect(Math.abs(v - (flat(exact.dx)[k] as number))).toBeLessThan(1e-15)
    }
  })

  test('a beta is taken and changes nothing, so that one layer can be sent to every operation', () => {
    const sent = (beta: number[]) => postBackward({ dout: DOUT, ...LAYER, beta })
    expect(sent([5, -7])).toEqual(postBackward({ dout: DOUT, ...LAYER }))
    expect(refused({ dout: DOUT, ...LAYER, beta: [1] })).toEqual(['shape', 'beta'])
  })

  test('the shapes of the gradients are those of x, gamma and beta, in every rank', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 5 })
    const cases = shapes.chain((shape) => {
      const length = shape.reduce((product, size) => product * size, 1)
      const numbers = list(fc.integer({ min: -9, max: 9 }), length)
      const axis = fc.integer({ min: -shape.length, max: shape.length - 1 })
      return fc.tuple(fc.constant(shape), axis, numbers, numbers)
    })
    fc.assert(
      fc.property(cases, ([shape, channelAxis, numbers, gradients]) => {
        const [x, dout] = [shaped(numbers, shape), shaped(gradients, shape)]
        const reply = postBackward({
          dout,
          cache: postForward({ x, channelAxis }).cache,
          include: ['steps'],
        })
        expect(postBackward({ dout, x, channelAxis }).dbeta).toEqual(reply.dbeta)
        expect(shapeOf(reply.dx)).toEqual(shape)
        expect(reply.dgamma).toHaveLength(shape.at(channelAxis) as number)
        const { steps } = reply
        expect(steps?.['dx']).toEqual(reply.dx)
        expect(steps?.['dgammax']).toEqual(dout)
      }),
    )
  })

  test('the cache of evaluation gives the gradients of evaluation', () => {
    const layer = { ...LAYER, mode: 'eval', running: { mean: [4, 5], var: [0.75, 3.75] } }
    const { cache } = postForward(layer)
    const reply = postBackward({ dout: DOUT, cache })
    expect(reply).toEqual(postBackward({ dout: DOUT, ...layer }))
    // gamma * ivar is 1 in both channels.
    expect(reply.dx).toEqual(DOUT)
  })

  test('a forward pass whose variance is beyond float64 has a backward pass from x', () => {
    const layer = { x: [[1e200], [-1e200], [3e200]], gamma: [1e200] }
    const { dx } = postBackward({ dout: [[1], [0], [0]], ...layer })
    expect((dx as number[][]).flat().every(Number.isFinite)).toBe(true)
  })
})

test('include gives any of the fourteen values by name, in the order of the circuit', () => {
  const names = BACKWARD.map(({ name }) => name)
  const ask = (include: string[]) => postBackward({ dout: DOUT, cache, include })
  const { steps } = ask(['steps'])
  expect(Object.keys(steps ?? {})).toEqual(names)
  expect(ask(names.toReversed()).steps).toEqual(steps)
  expect(ask([]).steps).toBeUndefined()
  for (const name of names) expect(ask([name]).steps).toEqual({ [name]: steps?.[name] })
})

describe('the backward pass refuses', () => {
  test('neither a cache nor x', () => {
    expect(refused({ dout: DOUT })).toEqual(['invalid', ''])
  })

  test('a cache and anything it already answers', () => {
    const { gamma, eps } = LAYER
    expect(refused({ dout: DOUT, cache, ...LAYER })).toEqual(['invalid', 'x', 'gamma', 'eps'])
    expect(refused({ dout: DOUT, cache, gamma, eps, mode: 'train' })).toEqual([
      'invalid',
      'gamma',
      'eps',
      'mode',
    ])
  })

  test('a dout of another shape', () => {
    expect(refused({ dout: [[1, 2]], cache })).toEqual(['shape', 'dout'])
    expect(
      refused({
        dout: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        ...LAYER,
      }),
    ).toEqual(['shape', 'dout'])
  })

  test('a cache whose parts disagree, or are missing, or were never in it', () => {
    expect(refused({ dout: DOUT, cache: { ...cache, xmu: [[1, 2]] } })).toEqual([
      'shape',
      'cache.xmu',
    ])
    expect(refused({ dout: DOUT, cache: { ...cache, ivar: [1] } })).toEqual(['shape', 'cache.ivar'])
    expect(refused({ dout: DOUT, cache: { ...cache, var: [1, -1] } })).toEqual([
      'invalid',
      'cache.var.1',
    ])
    expect(refused({ dout: DOUT, cache: { ...cache, var: undefined } })).toEqual([
      'invalid',
      'cache.var',
    ])
    expect(refused({ dout: DOUT, cache: { ...cache, mu: [1, 2] } })).toEqual([
      'invalid',
      'cache.mu',
    ])
  })

  test('a cache that divides by 0, pointing at the number in it', () => {
    const broken = (part: object) => refused({ dout: DOUT, cache: { ...cache, ...part } })
    expect(broken({ sqrtvar: [0, 1] })).toEqual(['singular', 'cache.sqrtvar'])
    expect(broken({ var: [0, 1], eps: 0 })).toEqual(['singular', 'cache.var'])
  })

  test('a gradient beyond float64, by name and channel', () => {
    const { code, message } = refusal(() =>
      postBackward({
        dout: [
          [1e308, 0],
          [1e308, 0],
          [1e308, 0],
        ],
        ...LAYER,
      }),
    )
    expect([code, message]).toEqual([
      'not-representable',
      'dbeta lies beyond the range of float64 in channel 0',
    ])
  })
})

test('one request leaves nothing behind for the next', () => {
  const before = postBackward({ dout: DOUT, cache })
  fc.assert(
    fc.property(batches(), ({ x, gamma, dout }) => {
      const shape = [x.length / gamma.length, gamma.length]
      postBackward({ x: shaped(x, shape), dout: shaped(dout, shape), gamma })
      expect(postBackward({ dout: DOUT, cache })).toEqual(before)
    }),
    { numRuns: 20 },
  )
})
