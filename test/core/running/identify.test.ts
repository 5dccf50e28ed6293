import { describe, expect, test } from 'vitest'
import { doubleDouble, row } from '../../../src/core/arithmetics/double-double.ts'
import { type Matrix, matrix, vector } from '../../../src/core/matrix.ts'
import { signedNumbers } from '../../../src/core/random.ts'
import { identified } from '../../../src/core/running/identify.ts'
import type { Candidate } from '../../../src/core/running/judge.ts'
import { openQuestions } from '../../../src/core/running/open.ts'
import type { Batches } from '../../../src/core/running/replay.ts'
import {
  CONVENTION_NAMES,
  CONVENTIONS,
  type Convention,
  type ConventionName,
  updateRunning,
} from '../../../src/core/running.ts'

/** Batches as they come: means and variances that differ, over n values each. */
function batchesOf(count: number, { n = 7, d = 3, seed = 1 } = {}): Batches {
  const next = signedNumbers(seed, 'batches')
  const numbers = (of: () => number) => matrix(count, d, Array.from({ length: count * d }, of))
  return {
    means: doubleDouble.lift(numbers(() => 4 * next())),
    vars: doubleDouble.lift(numbers(() => 3 + 2 * next())),
    counts: Array(count).fill(n),
  }
}

/** What a layer of a convention holds after the batches. */
function held(convention: ConventionName, batches: Batches, momentum?: number) {
  const { d } = batches.means
  const start = CONVENTIONS[convention].initial ?? { mean: 0, var: 1 }
  let state: Parameters<typeof updateRunning>[0] = {
    ...{ convention, momentum },
    mean: vector(Array(d).fill(start.mean)),
    var: vector(Array(d).fill(start.var)),
  }
  for (const [i, n] of batches.counts.entries()) {
    state = updateRunning(state, { mean: row(batches.means, i), variance: row(batches.vars, i), n })
  }
  return { mean: state.mean as Matrix, var: state.var as Matrix }
}

const agreeing = (candidates: readonly Candidate[]) =>
  candidates.filter(({ agrees }) => agrees !== 'none')
const namesOf = ({ conventions }: Candidate) =>
  conventions.filter(({ usual }) => usual).map(({ convention }) => convention)
const whats = (...[statistics, batches]: Parameters<typeof identified>) =>
  openQuestions(identified(statistics, batches), batches).map(({ what }) => what)

describe('the convention by which running statistics were kept is found', () => {
  for (const convention of CONVENTION_NAMES) {
    const own: Convention = CONVENTIONS[convention]
    test(`${convention}, from four batches, and from one`, () => {
      for (const count of [4, 1]) {
        const batches = batchesOf(count)
        const momentum = own.momentum === null && own.update !== 'cumulative' ? 0.3 : undefined
        const [first] = agreeing(identified(held(convention, batches, momentum), batches))
        const name = first?.conventions.find((each) => each.convention === convention)
        // Of one batch a plain average and the replacement of everything are the same.
        if (count === 4 || own.update !== 'cumulative') expect(name?.convention).toBe(convention)
        if (momentum !== undefined) expect(name).toMatchObject({ momentum, usual: false })
        else if (count === 4) expect(name).toMatchObject({ momentum: own.momentum, usual: true })
        expect(first).toMatchObject({ agrees: 'float64', estimator: own.estimator })
      }
    })
  }

  test('with any momentum, by the number that was written', () => {
    for (const convention of ['torch', 'keras', 'cs231n'] as const) {
      for (const momentum of [0.003, 0.05, 0.25, 0.5, 0.61, 0.77, 0.95, 0.999]) {
        const batches = batchesOf(12, { seed: 1000 * momentum })
        const found = agreeing(identified(held(convention, batches, momentum), batches))
          .flatMap(({ conventions }) => conventions)
          .find((each) => each.convention === convention)
        expect([convention, found?.momentum]).toEqual([convention, momentum])
      }
    }
  })

  test('of code that has swapped the momentum, or starts from ones', () => {
    const batches = batchesOf(6)
    const swapped = agreeing(identified(held('cs231n', batches, 0.1), batches))
    expect(swapped[0]).toMatchObject({
      keeps: 0.1,
      estimator: 'biased',
      initial: { mean: 0, var: 0 },
    })
    const ones = held('onnx', batches)
    const mean = { ...ones.mean, data: ones.mean.data.map((value) => value + 0.9 ** 6) }
    expect(agreeing(identified({ ...ones, mean }, batches))[0]).toMatchObject({
      keeps: 0.9,
      initial: { mean: 1, var: 1 },
    })
  })

  test('of a layer in float32, which rounds after every batch', () => {
    for (const [convention, momentum] of [
      ['torch', 0.1],
      ['keras', 0.99],
    ] as const) {
      const batches = batchesOf(50, { n: 32 })
      const keep = convention === 'torch' ? 0.9 : 0.99
      const bessel = convention === 'torch' ? 32 / 31 : 1
      const f = Math.fround
      const mean = new Float64Array(3)
      const variance = new Float64Array(3).fill(1)
      for (let i = 0; i < 50; i++) {
        for (let j = 0; j < 3; j++) {
          const [m, v] = [
            batches.means.hi[3 * i + j] as number,
            batches.vars.hi[3 * i + j] as number,
          ]
          mean[j] = f(f(f(keep) * (mean[j] as number)) + f(f(1 - keep) * f(m)))
          variance[j] = f(f(f(keep) * (variance[j] as number)) + f(f(1 - keep) * f(bessel * v)))
        }
      }
      const [first] = identified({ mean: vector(mean), var: vector(variance) }, batches)
      expect(first?.agrees).toBe('float32')
      expect(first?.conventions[0]).toEqual({ convention, momentum, usual: true })
    }
  })

  test('never where the statistics were kept in a way that is none', () => {
    const batches = batchesOf(5)
    const right = held('cs231n', batches)
    const wrong = { ...right, var: { ...right.var, data: right.var.data.map(Math.sqrt) } }
    expect(agreeing(identified(wrong, batches))).toEqual([])
    const shifted = {
      ...right,
      mean: { ...right.mean, data: right.mean.data.map((value) => value * (1 + 1e-4)) },
    }
    expect(agreeing(identified(shifted, batches))).toEqual([])
  })

  test('among the biased ones alone where a batch has one value, of which no other variance exists', () => {
    const batches = batchesOf(3, { n: 1 })
    const candidates = identified(held('flax', batches), batches)
    expect(candidates.every(({ estimator }) => estimator === 'biased')).toBe(true)
    expect(namesOf(candidates[0] as Candidate)).toContain('flax')
  })
})

describe('what batches leave open is said:', () => {
  test('nothing, after a few that differ', () => {
    for (const convention of ['torch', 'keras', 'cs231n', 'paper', 'torch-cumulative'] as const) {
      const batches = batchesOf(5)
      expect(whats(held(convention, batches), batches)).toEqual([])
    }
  })

  test('nearly everything, where nothing was stored back', () => {
    const batches = batchesOf(5)
    expect(whats(held('torch', batches, 0), batches)).toEqual(['keeps'])
  })

  test('the first value, once it has faded', () => {
    const batches = batchesOf(800)
    expect(whats(held('mxnet', batches), batches)).toEqual(['initial'])
  })

  test('the estimator, where the batches are so large that it does not matter', () => {
    const batches = batchesOf(4, { n: 1e16 })
    expect(whats(held('torch', batches), batches)).toEqual(['estimator'])
  })

  test('how the average is taken, after one batch that replaced everything', () => {
    const batches = batchesOf(1)
    expect(whats(held('paper', batches), batches)).toContain('keeps')
  })
})
