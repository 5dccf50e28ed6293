import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  doubleDouble,
  rounded,
  type WideMatrix,
} from '../../../src/core/arithmetics/double-double.ts'
import { forward } from '../../../src/core/fused/forward.ts'
import { plainRises } from '../../../src/core/fused/plain-rises.ts'
import { products } from '../../../src/core/fused/products.ts'
import { rises } from '../../../src/core/fused/rises.ts'
import type { InputName } from '../../../src/core/gradient-check/methods.ts'
import { plainPoint, widePoint } from '../../../src/core/gradient-check/point.ts'
import type { Setup } from '../../../src/core/gradient-check/setup.ts'
import { riseOf } from '../../../src/core/gradient-check/slopes.ts'
import { type Step, stepsOf } from '../../../src/core/gradient-check/steps.ts'
import { type Matrix, matrix } from '../../../src/core/matrix.ts'
import {
  anyNumber,
  type Batch,
  batches,
  decades,
  even,
  type Recipe,
} from '../../support/batches.ts'
import { rows } from '../../support/run.ts'
import { inputsOf, numbers, ordinary, SWEEPS } from './run.ts'

const KINDS = Object.entries(SWEEPS)
const INPUTS: readonly InputName[] = ['x', 'gamma', 'beta']
const STRETCHES = [
  { from: -1, to: 1 },
  { from: 0, to: 1 },
  { from: -0.5, to: 0.5 },
]
const FINE: Step = { h: 2 ** -34, unit: 'sqrtvar' }

/** All that is known of a batch, as a gradient check knows it. */
function setupOf(batch: Batch, step: Step) {
  const inputs = inputsOf(batch)
  const { mu, var: variance, sqrtvar, ivar } = forward(inputs, () => false)
  const dout = rows(batch.dout, batch.gamma.length)
  const vectors = { mu, var: variance, sqrtvar, ivar }
  return { inputs, dout, vectors, steps: stepsOf(step, inputs, sqrtvar) }
}

/** What moves: every row by itself, or two directions. */
function waysOf(input: InputName, { n, d }: Matrix, along: boolean): Matrix[] {
  const count = input === 'x' ? n : 1
  if (along) return [5, 6].map((seed) => matrix(count, d, numbers(count * d, seed)))
  return Array.from({ length: count }, (_, i) => {
    const way = matrix(count, d)
    way.data.fill(1, i * d, (i + 1) * d)
    return way
  })
}

type Compared = { found: number[]; expected: number[]; strays: readonly number[] }

/** The rises of a batch by the sweeps and by the table, in the channels that the sweeps take. */
function both(
  batch: Batch,
  input: InputName,
  along: boolean,
  step: Step,
  kind: string,
): Compared[] {
  const setup = setupOf(batch, step)
  const point = widePoint(setup)
  const ways = waysOf(input, setup.inputs.x, along)
  const walk = { input, step: setup.steps[input], ...(along && { directions: ways }) }
  return STRETCHES.map((stretch) => {
    const { values, strays } = rises({ ...setup, ...setup.vectors }, walk, stretch, SWEEPS[kind])
    const expected = ways.map((way) =>
      riseOf(point, input, doubleDouble.lift(way), stretch.from, stretch.to),
    )
    const taken = (_: number, k: number) => !strays.includes(k % values.d)
    return {
      found: [...rounded(values).data].filter(taken),
      expected: expected.flatMap((row) => [...rounded(row).data]).filter(taken),
      strays,
    }
  })
}

/** A batch with a dout so large that the loss is of ordinary size even where out is not. */
function inflated(batch: Batch): Batch {
  return { ...batch, dout: batch.dout.map((v) => v * 1e305) }
}

const TAKEN: Record<string, [Recipe, Step?]> = {
  'x of ordinary size': [{}],
  'up to nineteen channels': [{ n: [1, 9], d: [1, 19] }],
  'x around 1e8': [{ x: even.map((v) => 1e8 + v) }],
  'x of size 1e150': [{ x: even.map((v) => v * 1e150) }],
  'x of size 1e-150, eps 1e-310': [{ x: even.map((v) => v * 1e-150), eps: fc.constant(1e-310) }],
  'a constant column': [{ x: fc.constant(0.1) }],
  'dout 0': [{ dout: fc.constant(0) }],
  'gamma 0': [{ gamma: fc.constant(0) }],
  'a beta far larger than gamma': [{ beta: even.map((v) => v * 1e12) }],
  evaluation: [{ mean: even, variance: even.map((v) => v * v + 0.01) }],
  'steps of 1e-5': [{}, { h: 1e-5, unit: 'absolute' }],
  'steps of 1000': [{}, { h: 1000, unit: 'absolute' }],
}

describe.each(KINDS)('%s: the loss rises as the table says, to the last bit, for', (kind) => {
  for (const [title, [recipe, step = FINE]] of Object.entries(TAKEN)) {
    test(title, () => {
      fc.assert(
        fc.property(
          batches(recipe),
          fc.constantFrom(...INPUTS),
          fc.boolean(),
          (batch, input, along) => {
            for (const { found, expected, strays } of both(batch, input, along, step, kind)) {
              expect(found).toEqual(expected)
              expect(strays).toEqual([])
            }
          },
        ),
        { numRuns: 60 },
      )
    })
  }

  test('whatever the numbers are, unless it leaves their channel to the table', () => {
    const recipe: Recipe = {
      x: fc.oneof(anyNumber, decades(-150, 150)),
      gamma: anyNumber,
      beta: anyNumber,
      dout: fc.oneof(anyNumber, decades(-150, 150)),
      eps: fc.constantFrom(1e-5, 1, 1e-300),
    }
    const running = { mean: anyNumber, variance: anyNumber.map(Math.abs) }
    const wild = fc.oneof(batches(recipe), batches({ ...recipe, ...running }))
    const step = fc.constantFrom<Step>(FINE, { h: 1e-5, unit: 'absolute' })
    fc.assert(
      fc.property(
        wild,
        step,
        fc.constantFrom(...INPUTS),
        fc.boolean(),
        (batch, h, input, along) => {
          for (const { found, expected } of both(batch, input, along, h, kind)) {
            expect(found).toEqual(expected)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('x that lies any number of sqrtvars away from the running mean', () => {
    const running = { mean: fc.constant(0), variance: fc.constant(0.2) }
    const far = fc
      .constantFrom(0, 100, 290)
      .chain((place) => batches({ x: decades(place, place + 14), ...running }))
    fc.assert(
      fc.property(far, fc.constantFrom(...INPUTS), (batch, input) => {
        for (const { found, expected } of both(batch, input, false, FINE, kind)) {
          expect(found).toEqual(expected)
        }
      }),
    )
  })

  test('steps along gamma and beta of which a part lies below the smallest float64', () => {
    const least = { gamma: fc.constant(0), beta: fc.constantFrom(0, 5e-324) }
    const step: Step = { h: 5e-324, unit: 'absolute' }
    fc.assert(
      fc.property(batches(least), fc.constantFrom('gamma', 'beta'), (batch, input) => {
        for (const { found, expected } of both(inflated(batch), input, true, step, kind)) {
          expect(found).toEqual(expected)
          if (input === 'gamma') expect(found.some((each) => each !== 0)).toBe(true)
        }
      }),
    )
  })

  test('more channels than a block holds, and an odd number of them', () => {
    for (const input of INPUTS) {
      for (const { found, expected } of both(ordinary(3, 261), input, true, FINE, kind)) {
        expect(found).toEqual(expected)
      }
    }
  })
})

describe.each(KINDS)(
  '%s: in plain float64 it rises as NumPy would see it, rounding and all, for',
  (_, sweeps) => {
    const recipes: Record<string, Recipe> = {
      'x of ordinary size': {},
      'so many rows that they are taken strip by strip': { n: [7, 40] },
      'x around 1e8': { x: even.map((v) => 1e8 + v) },
      evaluation: { mean: even, variance: even.map((v) => v * v + 0.01) },
    }
    for (const [title, recipe] of Object.entries(recipes)) {
      test(title, () => {
        fc.assert(
          fc.property(
            batches({ ...recipe, d: [1, 5] }),
            fc.constantFrom(...INPUTS),
            fc.boolean(),
            (batch, input, along) => {
              const setup = setupOf(batch, { h: 1e-5, unit: 'absolute' })
              const point = plainPoint(setup as Setup)
              const ways = waysOf(input, setup.inputs.x, along)
              const walk = { input, step: point.steps[input], ...(along && { directions: ways }) }
              for (const stretch of STRETCHES) {
                const expected = ways.flatMap((way) => [
                  ...riseOf(point, input, way, stretch.from, stretch.to).data,
                ])
                expect([...plainRises(setup, walk, stretch, sweeps).data]).toEqual(expected)
              }
            },
          ),
          { numRuns: 60 },
        )
      })
    }
  },
)

describe.each(KINDS)(
  '%s: a gradient is looked at along directions as the table does, for',
  (_, sweeps) => {
    const sizes: Record<string, fc.Arbitrary<number>> = {
      'ordinary numbers': even,
      'numbers over sixty decades': decades(-30, 30),
      'any numbers': anyNumber,
    }
    for (const [title, number] of Object.entries(sizes)) {
      test(title, () => {
        fc.assert(
          fc.property(batches({ dout: number, d: [1, 5] }), ({ dout, gamma }) => {
            const gradient = rows(dout, gamma.length)
            const { n, d } = gradient
            const ways = [5, 6].map((seed) =>
              matrix(
                n,
                d,
                numbers(n * d, seed).map((v) => v / 4),
              ),
            )
            const { lift, sum, mul } = doubleDouble
            const expected = ways.map((way) => sum(mul(lift(way), lift(gradient))))
            expect(digits(products(ways, gradient, sweeps))).toEqual(expected.flatMap(digits))
          }),
        )
      })
    }
  },
)

const digits = (values: WideMatrix) => [...rounded(values).data]
