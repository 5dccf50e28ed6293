import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/core/errors.ts'
import { METHOD_NAMES, PRESET_NAMES } from '../../../src/core/gradient-check/methods.ts'
import { type Batch, batches, decades, even, type Recipe } from '../../support/batches.ts'
import { exactBackward, exactCache, exactForward } from '../../support/exact.ts'
import { modeOf } from '../../support/run.ts'
import * as S from '../../support/surd.ts'
import { check } from './check.ts'

const always = fc.constant

/** The exact dx of a batch, rounded. */
function exactDx(batch: Batch): number[] {
  const cache = exactCache(exactForward(batch), batch)
  return exactBackward(batch.dout, cache, modeOf(batch)).dx.map(({ value }) => S.round(value))
}

const KINDS: Record<string, Recipe> = {
  'x of ordinary size': {},
  'x around 1e8': { x: even.map((v) => 1e8 + v) },
  'x around 1e12, with a spread of 1e-3': { x: even.map((v) => 1e12 + v / 1000) },
  'x of size 1e150': { x: even.map((v) => v * 1e150) },
  'x of size 1e-150, eps 1e-310': { x: even.map((v) => v * 1e-150), eps: always(1e-310) },
  'a variance far below eps': { x: even.map((v) => v * 1e-3) },
  'two examples': { n: [2, 2], eps: always(0.1) },
  'a beta of size 1e12': { beta: even.map((v) => v * 1e12) },
  'gamma and dout between 1e-100 and 1e100': {
    gamma: decades(-100, 100),
    dout: decades(-100, 100),
  },
  evaluation: { mean: even, variance: even.map((v) => v * v + 0.01) },
}

describe('the noise of the default method is below 1e-15 of the largest dx, for', () => {
  for (const [title, recipe] of Object.entries(KINDS)) {
    test(title, () => {
      fc.assert(
        fc.property(batches(recipe), (batch) => {
          const d = batch.gamma.length
          const numeric = check(batch).numeric.dx?.data ?? []
          const exact = exactDx(batch)
          for (let j = 0; j < d; j++) {
            const own = exact.filter((_, k) => k % d === j)
            const size = Math.max(...own.map(Math.abs))
            for (const [i, v] of own.entries()) {
              expect(Math.abs((numeric[i * d + j] as number) - v)).toBeLessThanOrEqual(size * 1e-15)
            }
          }
        }),
      )
    })
  }
})

describe('no method is noisier than it says: the exact gradients never fail by', () => {
  const recipes = fc.constantFrom<Recipe>(
    {},
    { n: [2, 40] },
    { x: even.map((v) => 1e4 + v) },
    { x: even.map((v) => v * 1e-3) },
    { x: even.map((v) => v * 1e6), beta: even.map((v) => v * 100) },
    { mean: even, variance: even.map((v) => v * v + 0.01) },
  )
  const exactly = { atol: 0, rtol: 0 }
  for (const method of METHOD_NAMES) {
    for (const precision of ['double-double', 'float64'] as const) {
      test(`${method} in ${precision}`, () => {
        fc.assert(
          fc.property(recipes.chain(batches), (batch) => {
            expect(check(batch, { method, precision, ...exactly }).verdict).not.toBe('failed')
          }),
          { numRuns: 60 },
        )
      })
    }
  }
  for (const preset of PRESET_NAMES) {
    test(`the settings of ${preset}, with no tolerance`, () => {
      fc.assert(
        fc.property(recipes.chain(batches), (batch) => {
          expect(check(batch, { preset, ...exactly }).verdict).not.toBe('failed')
        }),
        { numRuns: 60 },
      )
    })
  }

  test('central differences with steps from 1e-8 to 1', () => {
    const h = fc.double({ min: -8, max: 0, noNaN: true }).map((e) => 10 ** e)
    fc.assert(
      fc.property(batches({ n: [2, 12] }), h, (batch, h) => {
        const report = check(batch, { h, hUnit: 'sqrtvar', ...exactly })
        expect(report.verdict).not.toBe('failed')
      }),
    )
  })
})

describe('at the ends of float64 the own gradients never fail, and everything told is a number: with', () => {
  const tiny = (e: number) => even.map((v) => v * 10 ** e)
  const ends: Record<string, Recipe> = {
    'gradients among the subnormals': { n: [20, 60], dout: tiny(-320) },
    'a loss that vanishes in plain float64': {
      gamma: tiny(-100),
      beta: tiny(-100),
      dout: tiny(-250),
    },
    'an xhat beyond float64': {
      x: tiny(200),
      mean: even,
      variance: even.map((v) => (v * v + 0.1) * 1e-250),
      eps: always(0),
      dout: tiny(-300),
    },
  }
  const methods = fc.constantFrom(...METHOD_NAMES)
  const precisions = fc.constantFrom('double-double' as const, 'float64' as const)
  for (const [title, recipe] of Object.entries(ends)) {
    test(title, () => {
      fc.assert(
        fc.property(batches(recipe), methods, precisions, (batch, method, precision) => {
          const report = unlessRefused(() => check(batch, { method, precision }))
          if (!report) return
          expect(report.verdict).not.toBe('failed')
          expect(
            JSON.stringify(report.gradients).replaceAll('"detectable":null', ''),
          ).not.toContain('null')
        }),
      )
    })
  }
})

/** What is made, or nothing where a number of the reply itself would lie beyond float64. */
function unlessRefused<Made>(make: () => Made): Made | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-representable') return undefined
    throw error
  }
}

test('the noise that is told is of use: below 1e-15 of the largest dx by default, below 1e-5 with h = 1e-5 in float64', () => {
  fc.assert(
    fc.property(batches({ n: [4, 12], d: [1, 1], eps: always(0.1) }), (batch) => {
      const size = Math.max(...batch.dout.map((v) => Math.abs(v * (batch.gamma[0] as number))))
      const theirs = check(batch, { preset: 'cs231n' }).gradients.dx
      const ours = check(batch).gradients.dx
      expect(ours?.noise).toBeLessThanOrEqual(1e-14 * size)
      expect(theirs?.noise).toBeLessThanOrEqual(1e-4 * (size + 1))
    }),
  )
})
