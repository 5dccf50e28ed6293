import { describe, expect, test } from 'vitest'
import { gradientCheck } from '../../routes/gradient-check.ts'
import { inputs } from '../../routes/inputs.ts'
import { KIND_NAMES } from '../../src/core/inputs/kinds.ts'
import { CONVENTION_NAMES } from '../../src/core/running.ts'
import cs231n from '../fixtures/cs231n/inputs.json' with { type: 'json' }
import { flat, type Nested, shapeOf } from '../support/arrays.ts'
import { post, postBackward, postForward, type Running, refusal } from '../support/client.ts'

interface Answer {
  readonly x: Nested[]
  readonly gamma: number[]
  readonly beta: number[]
  readonly eps: number
  readonly dout: Nested[]
  readonly mode: string
  readonly channelAxis: number
  readonly running: Running
  readonly warnings: { readonly code: string }[]
}

const draw = (request: object = {}) => post(inputs, request) as Answer
const refused = (request: object) => {
  const { code, faults } = refusal(() => draw(request))
  return [code, ...faults.map(({ path }) => path.join('.'))]
}

describe('inputs', () => {
  test('of the same seed are the same, of another are others', () => {
    for (const kind of KIND_NAMES) {
      expect(draw({ kind })).toEqual(draw({ kind, seed: 231 }))
      const [one, other] = [draw({ kind, seed: 1 }), draw({ kind, seed: 2 })]
      for (const name of ['x', 'gamma', 'beta', 'dout'] as const) {
        expect(one[name], `${kind} ${name}`).not.toEqual(other[name])
      }
    }
  })

  test('have the shape that was asked for, or a good one', () => {
    expect(shapeOf(draw().x)).toEqual([9, 4])
    for (const kind of KIND_NAMES) {
      for (const [shape, channelAxis, d] of [
        [[5, 2], 1, 2],
        [[3, 4, 2, 2], 1, 4],
        [[3, 2, 2, 4], -1, 4],
        [[2, 6], 0, 2],
        [[2, 3, 2, 1, 2], 1, 3],
      ] as const) {
        const answer = draw({ kind, shape, channelAxis })
        expect(shapeOf(answer.x)).toEqual(shape)
        expect(shapeOf(answer.dout)).toEqual(shape)
        for (const vector of [answer.gamma, answer.beta, answer.running.mean, answer.running.var]) {
          expect(vector).toHaveLength(d)
        }
      }
    }
  })

  test('go on to every operation as they are, in both modes and all conventions', () => {
    for (const kind of KIND_NAMES) {
      for (const mode of ['train', 'eval']) {
        for (const convention of CONVENTION_NAMES) {
          const { x, gamma, beta, eps, dout, channelAxis, running } = draw({
            ...{ kind, mode, convention, shape: [3, 2, 3], channelAxis: -1 },
          })
          const layer = { x, gamma, eps, mode, channelAxis, running }
          const { cache, running: next } = postForward({ ...layer, beta })
          expect(next?.count).toBe(mode === 'train' ? 10 : undefined)
          postBackward({ dout, cache })
          const { dx, dgamma, dbeta } = postBackward({ dout, ...layer })
          const check = { ...layer, beta, dout, claimed: { dx, dgamma, dbeta } }
          expect(post(gradientCheck, check)).toMatchObject({ passed: true })
        }
      }
    }
  })

  test('leave nine tenths of the old statistics in every convention', () => {
    for (const convention of CONVENTION_NAMES) {
      const { x, eps, running } = draw({ convention })
      const { running: next, steps } = postForward({ x, eps, running, include: ['mu'] })
      for (const [j, mean] of (next?.mean ?? []).entries()) {
        const mu = flat(steps?.['mu'] ?? [])[j] as number
        expect(mean).toBeCloseTo(0.9 * (running.mean[j] as number) + 0.1 * mu, 12)
      }
    }
  })

  test('tell mistakes apart with an eps that counts; others have that of their convention', () => {
    expect(draw().eps).toBe(0.5)
    expect(draw({ kind: 'normal', convention: 'keras' }).eps).toBe(1e-3)
    expect(draw({ eps: 1e-5 })).toMatchObject({ eps: 1e-5, warnings: [{ code: 'usual-eps' }] })
  })

  test('say what their shape hides', () => {
    const codes = (request: object) => draw(request).warnings.map(({ code }) => code)
    expect(codes({})).toEqual([])
    expect(codes({ shape: [3, 4, 2, 2] })).toEqual([])
    expect(codes({ shape: [2, 2] })).toEqual(['two-values', 'square-batch'])
    expect(codes({ shape: [1, 1], mode: 'eval' })).toEqual([
      'single-example',
      'square-batch',
      'single-channel',
    ])
    expect(codes({ shape: [1, 4, 3, 3] })).toEqual(['single-image'])
    expect(codes({ shape: [1, 9], channelAxis: 0 })).toEqual(['single-channel'])
  })
})

describe("NumPy's legacy inputs", () => {
  test('are those of the backward cells of CS231n, to the last bit', () => {
    for (const [shape, scale, shift, cell] of [
      [[4, 5], 5, 12, cs231n.backward],
      [[2, 3, 4, 5], 5, 12, cs231n.spatialBackward],
    ] as const) {
      const answer = draw({ kind: 'numpy-legacy', seed: 231, shape, scale, shift })
      const { x, gamma, beta, dout } = answer
      expect({ x, gamma, beta, dout }).toEqual(cell)
    }
  })

  test('are not disturbed by what is drawn after them', () => {
    const [train, other] = [
      draw({ kind: 'numpy-legacy' }),
      draw({ kind: 'numpy-legacy', mode: 'eval' }),
    ]
    expect(other).toEqual({ ...train, mode: 'eval' })
  })
})

describe('normal inputs', () => {
  test('are standard normal: their moments, and the share of them beyond 1 and 2', () => {
    const values = flat(draw({ kind: 'normal', seed: 3, shape: [1000, 100] }).x)
    const share = (of: (value: number) => number) =>
      values.reduce((sum, value) => sum + of(value), 0) / values.length
    // Five standard errors each.
    expect(Math.abs(share((v) => v))).toBeLessThan(5 / Math.sqrt(1e5))
    expect(Math.abs(share((v) => v * v) - 1)).toBeLessThan(5 * Math.sqrt(2 / 1e5))
    expect(Math.abs(share((v) => v ** 3))).toBeLessThan(5 * Math.sqrt(15 / 1e5))
    expect(Math.abs(share((v) => v ** 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / 1e5))
    expect(Math.abs(share((v) => Number(Math.abs(v) > 1)) - 0.3173105)).toBeLessThan(0.0074)
    expect(Math.abs(share((v) => Number(Math.abs(v) > 2)) - 0.0455003)).toBeLessThan(0.0033)
  })

  test('have a stream for every field: a longer batch changes neither gamma nor beta', () => {
    const [short, long] = [
      draw({ kind: 'normal', shape: [3, 4] }),
      draw({ kind: 'normal', shape: [30, 4] }),
    ]
    expect(long.gamma).toEqual(short.gamma)
    expect(long.beta).toEqual(short.beta)
    expect(long.x.slice(0, 3)).toEqual(short.x)
  })

  test('are scaled, then shifted', () => {
    const plain = flat(draw({ kind: 'normal' }).x)
    const moved = flat(draw({ kind: 'normal', scale: -3, shift: 10 }).x)
    expect(moved).toEqual(plain.map((z) => -3 * z + 10))
  })
})

describe('what can not be drawn is refused at its place:', () => {
  // biome-ignore format: a table is read in rows
  test.each<[request: object, refusal: string[]]>([
    [{ seed: -1 }, ['invalid', 'seed']],
    [{ seed: 2 ** 32 }, ['invalid', 'seed']],
    [{ seed: 0.5 }, ['invalid', 'seed']],
    [{ kind: 'uniform' }, ['invalid', 'kind']],
    [{ shape: [9] }, ['invalid', 'shape']],
    [{ shape: [1, 1, 1, 1, 1, 1] }, ['invalid', 'shape']],
    [{ shape: [9, 0] }, ['invalid', 'shape.1']],
    [{ shape: [-3, 4] }, ['invalid', 'shape.0']],
    [{ shape: [2.5, 4] }, ['invalid', 'shape.0']],
    [{ shape: [[9, 4]] }, ['invalid', 'shape.0']],
    [{ shape: 9 }, ['invalid', 'shape']],
    [{ shape: [4096, 1025] }, ['invalid', 'shape']],
    [{ shape: [1e9, 1e9, 1e9, 1e9, 1e9] }, ['invalid', 'shape']],
    [{ shape: [9, 4], channelAxis: 2 }, ['shape', 'channelAxis']],
    [{ scale: 2 }, ['invalid', 'scale']],
    [{ scale: 2, shift: 1 }, ['invalid', 'scale', 'shift']],
    [{ kind: 'normal', scale: 1e308, shape: [100, 1] }, ['not-representable', 'scale']],
    [{ kind: 'normal', scale: 1e200 }, ['not-representable', 'scale']],
    [{ eps: -1 }, ['invalid', 'eps']],
    [{ x: [[1]] }, ['invalid', 'x']],
  ])('%o', (request, expected) => expect(refused(request)).toEqual(expected))
})
