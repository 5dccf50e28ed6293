import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forward } from '../../../src/core/fused/forward.ts'
import type { Sweeps } from '../../../src/core/fused/sweeps.ts'
import {
  anyNumber,
  type Batch,
  batches,
  decades,
  even,
  type Recipe,
} from '../../support/batches.ts'
import { exactBackward, exactCache, exactForward } from '../../support/exact.ts'
import { cacheOf, modeOf, numbers as rounded } from '../../support/run.ts'
import { compare } from '../../support/ulp.ts'
import {
  byTable,
  byTableFrom,
  differences,
  fused,
  fusedFrom,
  inputsOf,
  type PlainCache,
  SWEEPS,
} from './run.ts'

const always = fc.constant
const positive = (numbers: fc.Arbitrary<number>) => numbers.map(Math.abs).filter((v) => v > 0)
/** The smallest and the largest of everything, 0 above all: whatever can become 0 * Infinity. */
const extreme = fc.constantFrom(0, 0, 5e-324, -5e-324, 1e-300, 1, -1, 1e300, Number.MAX_VALUE)
const multiplesOf = (unit: number) =>
  fc.noBias(fc.integer({ min: -1e6, max: 1e6 })).map((k) => k * unit)
const small = fc.integer({ min: -3, max: 3 })
/** Each column in another unit. */
const inTurn = (units: readonly number[]) =>
  fc.tuple(even, fc.constantFrom(...units)).map(([v, unit]) => v * unit)

/** What the sweeps take by themselves. */
const TAKEN: Record<string, Recipe> = {
  'x of ordinary size': {},
  'up to nineteen channels': { n: [1, 9], d: [1, 19] },
  'x around 1e8, with a spread of 1': { x: even.map((v) => 1e8 + v) },
  'x around 1e12, with a spread of 1e-3': { x: even.map((v) => 1e12 + v / 1000) },
  'x around -1e300, with a spread of 1e290': { x: even.map((v) => v * 1e290 - 1e300) },
  'x of size 1e150': { x: even.map((v) => v * 1e150) },
  'x of size 1e300': { x: even.map((v) => v * 1e300) },
  'x of size 1e300, eps 0': { x: even.map((v) => v * 1e300), eps: always(0) },
  'x of size 1e-160, eps 0': { x: even.map((v) => v * 1e-160), eps: always(0) },
  'x of size 1e-160, eps 1e-320': { x: even.map((v) => v * 1e-160), eps: always(1e-320) },
  'x of subnormals, eps 0': { x: multiplesOf(5e-324), eps: always(0) },
  'eps 0': { eps: always(0) },
  'gamma and dout between 1e-300 and 1e300': {
    d: [1, 1],
    gamma: decades(-300, 300),
    beta: always(0),
    dout: fc.integer({ min: -300, max: 300 }).chain((e) => even.map((v) => v * 10 ** e)),
  },
  'gamma, beta and dout of subnormals': {
    gamma: multiplesOf(5e-324),
    beta: multiplesOf(5e-324),
    dout: multiplesOf(5e-324),
  },
  'gamma 0 and beta 0': { gamma: always(0), beta: always(0) },
  'dout 0': { dout: always(0) },
  'constant columns': { x: always(0.1), eps: always(1e-40) },
  'one example': { n: [1, 1] },
  'two examples': { n: [2, 2] },
  'two examples, eps 0': { n: [2, 2], eps: always(0) },
  'whole numbers, where everything may cancel': {
    x: small,
    gamma: small,
    beta: small,
    dout: small,
  },
  'x over thirty decades': { x: decades(-15, 15), dout: decades(-15, 15) },
  evaluation: { mean: even, variance: positive(even) },
  'evaluation of one example': { n: [1, 1], mean: even, variance: positive(even) },
  'evaluation far from the running mean': {
    x: even.map((v) => 1e12 + v),
    mean: even,
    variance: positive(even),
  },
}

/** What they leave to the table, in part or altogether. */
const STRAYING: Record<string, Recipe> = {
  'x of every size, channel by channel': {
    d: [3, 9],
    x: inTurn([1e-300, 1e-160, 1, 1e150, 1e300]),
  },
  'x up to the ends of float64': { x: even.map((v) => (v / 4) * Number.MAX_VALUE) },
  'x over six hundred decades': { x: decades(-300, 300) },
  'dout over six hundred decades': { dout: decades(-300, 300) },
  'x of subnormals, eps 1e-40': { x: multiplesOf(5e-324), eps: always(1e-40) },
  'eps of every size': { eps: positive(decades(-320, 300)) },
  'a beta far from gamma': { gamma: even, beta: decades(-300, 300) },
  'the ends of float64, and 0': {
    ...{ n: [1, 4], x: extreme, gamma: extreme, beta: extreme, dout: extreme },
    eps: extreme.map(Math.abs),
  },
  'the ends of float64, and 0, in evaluation': {
    ...{ n: [1, 4], x: extreme, gamma: extreme, beta: extreme, dout: extreme },
    ...{ eps: extreme.map(Math.abs), mean: extreme, variance: extreme.map(Math.abs) },
  },
  'numbers of any size': {
    ...{ n: [1, 7], x: anyNumber, gamma: anyNumber, beta: anyNumber, dout: anyNumber },
    eps: anyNumber.map(Math.abs),
  },
  'numbers of any size, in evaluation': {
    ...{ n: [1, 7], x: anyNumber, gamma: anyNumber, beta: anyNumber, dout: anyNumber },
    ...{ eps: anyNumber.map(Math.abs), mean: anyNumber, variance: anyNumber.map(Math.abs) },
  },
}

/** What a call returns or, when it refuses, why. */
function outcome<T>(call: () => T): T | string {
  try {
    return call()
  } catch (error) {
    return String(error)
  }
}

function isNumbers(cache: PlainCache): boolean {
  return Object.values(cache).every(({ data }) => data.every(Number.isFinite))
}

function expectTheSame(batch: Batch, sweeps: Sweeps): void {
  const expected = outcome(() => byTable(batch))
  const found = outcome(() => fused(batch, sweeps))
  if (typeof expected === 'string' || typeof found === 'string') {
    expect(found).toBe(expected)
    return
  }
  expect(differences(found, expected)).toEqual([])
  const cache = rounded(cacheOf(batch))
  if (!isNumbers(cache)) return
  const from = outcome(() => byTableFrom(cache, batch))
  const foundFrom = outcome(() => fusedFrom(cache, batch, sweeps))
  if (typeof from === 'string' || typeof foundFrom === 'string') expect(foundFrom).toBe(from)
  else expect(differences(foundFrom, from)).toEqual([])
}

describe.each(Object.entries(SWEEPS))('%s: every bit is that of the table, for', (_, sweeps) => {
  for (const [title, recipe] of Object.entries({ ...TAKEN, ...STRAYING })) {
    test(title, () => {
      fc.assert(fc.property(batches(recipe), (batch) => expectTheSame(batch, sweeps)))
    })
  }

  test('a cache of numbers that have nothing to do with each other', () => {
    const two = fc.tuple(batches({ n: [5, 5], d: [3, 3] }), batches({ n: [5, 5], d: [3, 3] }))
    fc.assert(
      fc.property(two, fc.constantFrom(1, 1e-30, 1e30, 1e-200, 1e200), ([a, b], unit) => {
        const { xhat, gamma, eps } = rounded(cacheOf(a))
        const { xmu, ivar, sqrtvar, var: variance } = rounded(cacheOf(b))
        const odd = { ...xhat, data: xhat.data.map((v) => v * unit) }
        const cache = { xhat: odd, gamma, xmu, ivar, sqrtvar, var: variance, eps }
        expect(differences(fusedFrom(cache, a, sweeps), byTableFrom(cache, a))).toEqual([])
      }),
    )
  })
})

describe('the sweeps do the work themselves, for', () => {
  for (const [title, recipe] of Object.entries(TAKEN)) {
    test(title, () => {
      const [sweeps] = Object.values(SWEEPS) as [Sweeps]
      const spoilt = { ...sweeps, normalise: () => {} }
      fc.assert(
        fc.property(batches(recipe), (batch) => {
          fc.pre(typeof outcome(() => forward(inputsOf(batch), () => true, sweeps)) !== 'string')
          // Filled with what no value can be, which shows wherever the sweeps should have written.
          const heap = (length: number) => sweeps.heap(length).fill(Number.NaN)
          const { out } = forward(inputsOf(batch), () => true, { ...spoilt, heap })
          expect(out?.data.every(Number.isNaN)).toBe(true)
        }),
        { numRuns: 20 },
      )
    })
  }
})

describe.each(Object.entries(SWEEPS))('%s: within half an ulp of exact, for', (_, sweeps) => {
  const EXACT = [
    'x around 1e12, with a spread of 1e-3',
    'x of size 1e-160, eps 1e-320',
    'evaluation',
  ]
  for (const title of EXACT) {
    test(title, () => {
      fc.assert(
        fc.property(batches(TAKEN[title]), (batch) => {
          const exact = exactForward(batch)
          const gradients = exactBackward(batch.dout, exactCache(exact, batch), modeOf(batch))
          const verdict = compare(fused(batch, sweeps), { ...exact, ...gradients })
          expect({ ...verdict, worst: 0, compared: 0 }).toEqual({
            ...{ wrong: [], cancelled: {}, worst: 0, compared: 0 },
          })
          expect(verdict.worst).toBeLessThan(0.5 + 1e-6)
        }),
        { numRuns: 30 },
      )
    })
  }
})
