import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vector } from '../../src/core/matrix.ts'
import { CONVENTIONS, type ConventionName, updateRunning } from '../../src/core/running.ts'
import { batches, even } from '../support/batches.ts'
import { add, type Conditioned, div, given, mul, sub } from '../support/conditioned.ts'
import { exactForward, exactRunning, type Inputs } from '../support/exact.ts'
import { forward } from '../support/run.ts'
import { compare } from '../support/ulp.ts'

/** Four values with mean 3, a variance of 5 divided by N and of 20/3 divided by N - 1. */
const FOUR: Inputs = { x: [0, 2, 4, 6], gamma: [1], beta: [0], eps: 1 }

/** The running statistics after a batch, for statistics before it. */
function updated(batch: Inputs, running: Parameters<typeof updateRunning>[0]) {
  const { mu, var: variance } = forward(batch)
  return updateRunning(running, { mean: mu, variance, n: batch.x.length / batch.gamma.length })
}

/** What a layer of each framework holds after its first batch, FOUR, from the framework's own description. */
const FIRST: Record<ConventionName, [mean: number, variance: number] | 'has no initial values'> = {
  torch: [0.1 * 3, 0.9 + (0.1 * 20) / 3],
  'torch-cumulative': [3, 20 / 3],
  keras: [0.01 * 3, 0.99 + 0.01 * 5],
  flax: [0.01 * 3, 0.99 + 0.01 * 5],
  onnx: 'has no initial values',
  cs231n: [0.1 * 3, 0.1 * 5],
  mxnet: [0.1 * 3, 0.9 + 0.1 * 5],
  cudnn: 'has no initial values',
  'tf-fused': [3, 20 / 3],
  paper: [3, 20 / 3],
}

describe('the first batch of a fresh layer', () => {
  for (const [convention, expected] of Object.entries(FIRST)) {
    const name = convention as ConventionName
    test(`by the convention of ${CONVENTIONS[name].system}`, () => {
      if (typeof expected === 'string') {
        const momentum = CONVENTIONS[name].momentum ?? 0.5
        expect(() => updated(FOUR, { convention: name, momentum })).toThrow(
          expect.objectContaining({ code: 'missing' }),
        )
        return
      }
      const { mean, var: variance, count } = updated(FOUR, { convention: name })
      expect(mean.data[0]).toBeCloseTo(expected[0], 14)
      expect(variance.data[0]).toBeCloseTo(expected[1], 14)
      expect(count).toBe(1)
    })
  }

  test('needs no initial values where the batch replaces them altogether', () => {
    const { mean } = updated(FOUR, { convention: 'cudnn', momentum: 1 })
    expect([...mean.data]).toEqual([3])
  })

  test('by no convention named is by that of PyTorch', () => {
    expect(updated(FOUR, {})).toEqual(updated(FOUR, { convention: 'torch' }))
  })
})

describe('momentum', () => {
  const before = { mean: vector([7]), var: vector([2]) }

  test('keeps the old statistic in Keras, replaces it in PyTorch: m and 1 - m are the same', () => {
    const keras = updated(FOUR, { ...before, convention: 'keras', momentum: 0.75 })
    const torch = updated(FOUR, { ...before, convention: 'torch', momentum: 0.25 })
    expect(keras.mean).toEqual(torch.mean)
    expect([...keras.mean.data]).toEqual([6])
    expect([...keras.var.data]).toEqual([2.75])
  })

  test('0 in PyTorch changes nothing, 1 forgets everything', () => {
    const still = updated(FOUR, { ...before, convention: 'torch', momentum: 0 })
    expect([...still.mean.data, ...still.var.data]).toEqual([7, 2])
    const fresh = updated(FOUR, { ...before, convention: 'torch', momentum: 1 })
    expect([...fresh.mean.data, ...fresh.var.data]).toEqual([3, 20 / 3])
  })

  test('null is the plain average over all batches, whatever came first', () => {
    const batches: Inputs[] = [3, 8, -5].map((mean) => ({
      ...FOUR,
      x: [mean - 1, mean + 1, mean - 1, mean + 1],
    }))
    let state: Parameters<typeof updateRunning>[0] = { momentum: null, ...before }
    for (const batch of batches) state = updated(batch, state)
    expect(state.mean?.data[0]).toBeCloseTo(2, 15)
    expect(state.var?.data[0]).toBeCloseTo(4 / 3, 15)
    expect(state.count).toBe(3)
    expect(state.momentum).toBeNull()
  })

  test('far below the last place of 1 is not lost in 1 - m', () => {
    const { mean } = updated(
      { ...FOUR, x: [0, 0, 0, 0] },
      { convention: 'keras', momentum: 1e-300, mean: vector([1e200]) },
    )
    expect([...mean.data]).toEqual([1e-300 * 1e200])
  })

  test('is refused by the conventions that take the plain average', () => {
    for (const convention of ['torch-cumulative', 'paper'] as const) {
      expect(() => updated(FOUR, { ...before, convention, momentum: 0.1 })).toThrow(
        expect.objectContaining({
          code: 'invalid',
          faults: [expect.objectContaining({ path: ['running', 'momentum'] })],
        }),
      )
      expect(updated(FOUR, { ...before, convention, momentum: null }).momentum).toBeNull()
    }
  })

  test('has no default in cuDNN, which says so', () => {
    expect(() => updated(FOUR, { ...before, convention: 'cudnn' })).toThrow(
      expect.objectContaining({
        code: 'missing',
        faults: [expect.objectContaining({ path: ['running', 'momentum'] })],
      }),
    )
  })
})

test('a statistic beyond float64 is refused, never an infinity', () => {
  const far = { ...FOUR, x: [1e200, -1e200, 1e200, -1e200] }
  for (const update of [
    () => updated(far, { mean: vector([0]), var: vector([1]) }),
    () => updated(FOUR, { mean: vector([1e308]), momentum: -1e9 }),
  ]) {
    expect(update).toThrow(
      expect.objectContaining({
        code: 'not-representable',
        faults: [expect.objectContaining({ path: ['running'] })],
      }),
    )
  }
})

describe('a single value per channel', () => {
  const one: Inputs = { x: [4], gamma: [1], beta: [0], eps: 1 }

  test('has no variance divided by N - 1: refused by the conventions that store one', () => {
    for (const [name, { estimator }] of Object.entries(CONVENTIONS)) {
      const running = { convention: name as ConventionName, momentum: 0.5 }
      const update = () => updated(one, { ...running, mean: vector([0]), var: vector([1]) })
      if (estimator === 'biased') expect([...update().var.data]).toEqual([0.5])
      else expect(update).toThrow(expect.objectContaining({ code: 'single-value' }))
    }
  })
})

describe('running statistics are within one ulp of exact', () => {
  const momentum = fc.double({ min: 0, max: 1, noNaN: true })
  const state = fc.record({ mean: even, var: even.map(Math.abs), momentum, count: fc.nat(1000) })
  const x = fc.constantFrom(1e-150, 1, 1e8).chain((size) => fc.constant(even.map((v) => v * size)))

  for (const name of ['torch', 'torch-cumulative', 'keras'] as const) {
    const { update, estimator } = CONVENTIONS[name]
    test(`when they are kept as in ${CONVENTIONS[name].system}`, () => {
      const batch = x.chain((numbers) => batches({ n: [2, 6], d: [1, 1], x: numbers }))
      fc.assert(
        fc.property(batch, state, (inputs, { mean, var: variance, momentum, count }) => {
          const running = { mean: vector([mean]), var: vector([variance]), count }
          const weight = update === 'cumulative' ? {} : { momentum }
          const result = updated(inputs, { convention: name, ...running, ...weight })
          const exact = exactForward(inputs)
          const N = given(inputs.x.length)
          const bessel = estimator === 'biased' ? given(1) : div(N, sub(N, given(1)))
          const expected = (old: number, fresh: Conditioned) => {
            if (update === 'keep') return exactRunning(momentum, old, fresh)
            const share = update === 'replace' ? given(momentum) : div(given(1), given(count + 1))
            return add(mul(sub(given(1), share), given(old)), mul(share, fresh))
          }
          const { wrong, cancelled } = compare(
            { mean: result.mean.data, var: result.var.data },
            {
              mean: [expected(mean, exact.mu[0] as Conditioned)],
              var: [expected(variance, mul(bessel, exact.var[0] as Conditioned))],
            },
          )
          expect({ wrong, cancelled }).toEqual({ wrong: [], cancelled: {} })
        }),
      )
    })
  }
})
