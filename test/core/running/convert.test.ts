import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { number } from '../../../src/core/arithmetics/double-double.ts'
import { type Matrix, vector } from '../../../src/core/matrix.ts'
import { converted } from '../../../src/core/running/convert.ts'
import { momentumFor } from '../../../src/core/running/rule.ts'
import {
  CONVENTION_NAMES,
  CONVENTIONS,
  type Convention,
  type ConventionName,
  type RunningInput,
  updateRunning,
} from '../../../src/core/running.ts'
import { refusal } from '../../support/client.ts'

/** What a layer of a convention holds that started from 0 and `first`, and saw these variances over n values. */
function learned(
  convention: ConventionName,
  momentum: number | null,
  first: number,
  vars: readonly number[],
  n: number,
) {
  let state: RunningInput = { convention, momentum, mean: vector([0]), var: vector([first]) }
  for (const each of vars) {
    state = updateRunning(state, { mean: number(each - 3), variance: number(each), n })
  }
  return { ...state, convention, mean: state.mean as Matrix, var: state.var as Matrix }
}

const [, ...others] = CONVENTION_NAMES
const averaging = others.filter((name) => CONVENTIONS[name].update === 'cumulative')
const exponential = CONVENTION_NAMES.filter((name) => !(averaging as string[]).includes(name))

describe('converted statistics are those of a layer of the other convention', () => {
  const vars = fc.array(fc.double({ min: 0, max: 1e3, noNaN: true }), {
    minLength: 1,
    maxLength: 12,
  })
  const keeps = fc.integer({ min: 0, max: 1000 }).map((k) => k / 1000)
  const n = fc.integer({ min: 2, max: 500 })

  test('that saw the same batches, kept as much, and began with the same', () => {
    const name = fc.constantFrom(...exponential)
    fc.assert(
      fc.property(name, name, vars, keeps, n, (from, to, all, keep, size) => {
        const [source, target]: Convention[] = [CONVENTIONS[from], CONVENTIONS[to]]
        // A convention without a start of its own can't tell what is left of it.
        fc.pre(source?.initial !== null || source.estimator === target?.estimator || keep === 0)
        const first = source?.initial?.var ?? 0.5
        const [own, other] = [source, target].map((each) => momentumFor(each as Convention, keep))
        const before = learned(from, own as number, first, all, size)
        const after = learned(to, other as number, first, all, size)
        const { running, warnings } = converted(before, to, size)
        expect(running).toMatchObject({ convention: to, momentum: other, count: all.length })
        expect(running.mean).toEqual(before.mean)
        const [found, expected] = [running.var.data[0] as number, after.var.data[0] as number]
        // Both variances have been rounded after every batch.
        const largest = Math.max(first, ...all)
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(2 ** -50 * all.length * largest)
        expect(warnings.map(({ code }) => code)).toEqual(
          source?.eps === target?.eps ? [] : ['eps-differs'],
        )
      }),
    )
  })

  test('and back again they are what they were', () => {
    const state = { ...learned('torch', 0.1, 1, [3, 8, 5], 6), count: 3 }
    for (const other of ['keras', 'flax', 'mxnet'] as const) {
      const there = converted(state, other, 6).running
      expect(there.momentum).toBe(0.9)
      const { running } = converted(there, 'torch', 6)
      expect(running.momentum).toBe(0.1)
      expect(running.var.data[0]).toBeCloseTo(state.var.data[0] as number, 14)
    }
  })

  test('plain averages to plain averages, with nothing left of the start', () => {
    for (const [from, to] of [
      ['paper', 'torch-cumulative'],
      ['torch-cumulative', 'paper'],
    ] as const) {
      const before = learned(from, null, 1, [4, 8], 5)
      expect(converted(before, to, undefined).running).toMatchObject({
        var: before.var,
        momentum: null,
      })
    }
  })
})

describe('momentum is converted in the digits that it is written with', () => {
  test.each([
    ['torch', 0.1, 'keras', 0.9],
    ['keras', 0.99, 'torch', 0.01],
    ['torch', 0.003, 'cs231n', 0.997],
    ['cs231n', 0.9, 'torch', 0.1],
    ['torch', 0, 'flax', 1],
    ['torch', 0.1, 'cudnn', 0.1],
    ['keras', 0.9, 'mxnet', 0.9],
  ] as const)('%s %d is %s %d', (convention, momentum, to, expected) => {
    const state = { convention, momentum, mean: vector([0]), var: vector([2]), count: 3 }
    expect(converted(state, to, 8).running.momentum).toBe(expected)
  })
})

describe('where nothing exact exists it is said, or refused:', () => {
  const state = { mean: vector([1, 2]), var: vector([3, 4]) }
  const warned = (from: ConventionName, to: ConventionName, more: object, n = 8) =>
    converted({ convention: from, ...state, ...more }, to, n).warnings.map(({ code }) => code)
  const refused = (from: ConventionName, to: ConventionName, more: object, n?: number) => {
    const { code, faults } = refusal(() =>
      converted({ convention: from, ...state, ...more }, to, n),
    )
    return [code, ...faults.map(({ path }) => path.join('.'))]
  }

  test('a plain average and a momentum', () => {
    expect(warned('paper', 'cs231n', { count: 5 })).toEqual(['plain-average'])
    expect(warned('torch', 'paper', { count: 5 })).toEqual(['plain-average'])
    expect(warned('cs231n', 'flax', { momentum: null, count: 5 })).toEqual(['plain-average'])
  })

  test('but cuDNN, which is told a factor for every batch, takes the plain average on', () => {
    expect(warned('paper', 'cudnn', { count: 5 })).toEqual([])
  })

  test('a start that is not known, where it matters', () => {
    expect(warned('torch', 'flax', {})).toEqual(['initial-unknown'])
    expect(warned('cudnn', 'flax', { momentum: 0.1, count: 3 })).toEqual(['initial-unknown'])
    expect(warned('torch', 'cudnn', {})).toEqual([])
    expect(warned('torch', 'flax', { momentum: 1 })).toEqual([])
    expect(warned('cudnn', 'flax', { momentum: 0.1, count: 0 })).toEqual([])
  })

  test('no values per channel, one, no count, no momentum, more left of the start than there is', () => {
    expect(refused('torch', 'keras', { count: 3 })).toEqual(['missing', 'n'])
    expect(refused('torch', 'keras', { count: 3 }, 1)).toEqual(['single-value', 'n'])
    expect(refused('paper', 'keras', {}, 8)).toEqual(['missing', 'running.count'])
    expect(refused('torch', 'paper', {}, 8)).toEqual(['missing', 'running.count'])
    expect(refused('cudnn', 'torch', {})).toEqual(['missing', 'running.momentum'])
    const low = { var: vector([1, 0.5]), count: 2 }
    expect(refused('torch', 'keras', low, 8)).toEqual(['invalid', 'running.var.1'])
    const huge = { var: vector([1.7e308, 1]), count: 500 }
    expect(refused('flax', 'torch', { ...huge, momentum: 0.5 }, 2)).toEqual([
      'not-representable',
      'running.var',
    ])
  })
})
