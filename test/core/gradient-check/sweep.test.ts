import { describe, expect, test } from 'vitest'
import type { Precision } from '../../../src/core/gradient-check/methods.ts'
import { type Swept, sweep } from '../../../src/core/gradient-check/sweep.ts'
import { type Curve, planOf } from '../../../src/core/gradient-check/sweep-plan.ts'
import { filled, matrix, vector } from '../../../src/core/matrix.ts'
import { refusal } from '../../support/client.ts'
import { backward, rows } from '../../support/run.ts'
import { check, inputsOf, ORDINARY } from './check.ts'

const swept = (how: Partial<Swept> = {}, limit = Number.POSITIVE_INFINITY) =>
  sweep({ inputs: inputsOf(ORDINARY), dout: rows(ORDINARY.dout, 5), seed: 1, ...how }, limit)

/** The errors of dx by one way to differentiate. */
function errorsOf(curve: Curve, how: Partial<Swept> = {}) {
  const [only] = swept({ ...how, curves: [curve] }).curves
  return (only?.points ?? []).map(({ h, dx }) => ({ h, error: dx ?? expect.fail(`no dx at ${h}`) }))
}

const best = (points: readonly { h: number; error: number }[]) =>
  points.reduce((a, b) => (b.error < a.error ? b : a))

describe('the error of a numeric dx', () => {
  test.each([
    ['forward', 1],
    ['central', 2],
    ['richardson', 4],
    ['complex-step', 2],
  ] as const)(
    'falls by %s with the step to the power %i, as long as it is truncation',
    (method, order) => {
      const steps = { from: 1e-2, to: 1e-5, points: 4 }
      const points = errorsOf({ method, precision: 'double-double' }, steps)
      for (const [k, { error }] of points.slice(1).entries())
        expect(Math.log10((points[k]?.error ?? 0) / error)).toBeCloseTo(order, 1)
    },
  )

  test('rises again in float64 where rounding takes over: by forward and by central with 1 / h', () => {
    for (const method of ['forward', 'central'] as const) {
      const points = errorsOf(
        { method, precision: 'float64' },
        { from: 1e-8, to: 1e-12, points: 9 },
      )
      const slopes = points.slice(4).map(({ error }, k) => error / (points[k]?.error ?? 0))
      const mean = slopes.reduce((sum, each) => sum + Math.log10(each), 0) / slopes.length
      expect(mean).toBeGreaterThan(1.4)
      expect(mean).toBeLessThan(2.6)
    }
  })

  test('is least in float64 by central near 1e-5 of the scale of x, and never as small as 1e-12', () => {
    const least = best(errorsOf({ method: 'central', precision: 'float64' }))
    expect(least.h).toBeGreaterThan(1e-5)
    expect(least.h).toBeLessThan(1e-3)
    expect(least.error).toBeGreaterThan(1e-12)
    expect(best(errorsOf({ method: 'forward', precision: 'float64' })).error).toBeGreaterThan(1e-9)
  })

  test('goes far below that in double-double, on a step that float64 can do nothing with', () => {
    const least = best(errorsOf({ method: 'central', precision: 'double-double' }))
    expect(least.error).toBeLessThan(1e-20)
    expect(least.h).toBeLessThan(1e-8)
  })

  test('never rises again by a step into the imaginary', () => {
    for (const [precision, digits] of [
      ['float64', 1e-14],
      ['double-double', 1e-28],
    ] as [Precision, number][]) {
      const points = errorsOf(
        { method: 'complex-step', precision },
        { from: 1e-16, to: 1e-100, points: 9 },
      )
      for (const { h, error } of points) expect(error, `${h}`).toBeLessThan(digits)
    }
  })

  test('is what a check with the same step finds', () => {
    const [dx] = [backward(ORDINARY).dx].map(({ hi }) => [...hi])
    const exact = dx as number[]
    for (const method of ['forward', 'central', 'richardson'] as const) {
      for (const { h, error } of errorsOf({ method, precision: 'float64' }, { points: 7 })) {
        const { numeric } = check(ORDINARY, { method, precision: 'float64', h, hUnit: 'absolute' })
        const off = exact.map((each, k) => Math.abs((numeric.dx?.data[k] as number) - each))
        const size = Math.max(...exact.map(Math.abs))
        expect(error / (Math.max(...off) / size)).toBeCloseTo(1, 3)
      }
    }
  })

  test('depends on h alone where h is measured in sqrtvar, whatever the unit of x', () => {
    const { x, eps } = inputsOf(ORDINARY)
    const factor = 2 ** 40
    const scaled = {
      ...inputsOf(ORDINARY),
      x: matrix(
        x.n,
        x.d,
        x.data.map((each) => each * factor),
      ),
      eps: eps * factor ** 2,
    }
    const how = { hUnit: 'sqrtvar', points: 5 } as const
    const curve = { method: 'central', precision: 'double-double' } as const
    const [here, there] = [errorsOf(curve, how), errorsOf(curve, { ...how, inputs: scaled })]
    for (const [k, { error }] of here.entries())
      expect((there[k]?.error ?? 0) / error).toBeCloseTo(1, 6)
  })
})

describe('nothing is said', () => {
  const points = (how: Partial<Swept>) => swept(how).curves.flatMap((curve) => curve.points)

  test('of gradients that are 0, and a warning tells why', () => {
    const { curves, warnings } = swept({ dout: matrix(4, 5) })
    for (const { dx, dgamma, dbeta } of curves.flatMap((curve) => curve.points))
      expect([dx, dgamma, dbeta]).toEqual([null, null, null])
    expect(warnings.map(({ code }) => code)).toEqual(['dout-zero'])
  })

  test('of dx for a single example; of dbeta there is something to say', () => {
    const inputs = {
      ...inputsOf(ORDINARY),
      x: matrix(1, 5, [1, 2, 3, 4, 5]),
    }
    for (const { dx, dbeta } of points({ inputs, dout: filled(5, 2) })) {
      expect(dx).toBeNull()
      expect(dbeta).not.toBeNull()
    }
  })

  test('of dx where a step into the imaginary is too long, nor of what leaves the range', () => {
    const curves = [{ method: 'complex-step', precision: 'float64' }] as const
    const [long, short] = points({ curves, from: 10, to: 1e-9, points: 2 })
    expect([long?.dx, typeof long?.dgamma, typeof short?.dx]).toEqual([null, 'number', 'number'])
    const plain = [{ method: 'central', precision: 'float64' }] as const
    expect(points({ curves: plain, from: 1.7e308, to: 1e-5, points: 2 })[0]?.dgamma).toBeNull()
  })
})

describe('the plan of a sweep', () => {
  const shape = { n: 4, d: 5 }

  test('has two steps for each power of ten from 0.1 to 1e-13, 1e-5 among them', () => {
    const { steps, hUnit } = planOf({}, shape)
    expect([steps.length, steps[0], steps.at(-1), hUnit]).toEqual([25, 0.1, 1e-13, 'absolute'])
    expect(steps).toContain(1e-5)
    for (const [k, step] of steps.slice(1).entries())
      expect((steps[k] ?? 0) / step).toBeCloseTo(Math.sqrt(10), 4)
  })

  test('takes the ends as they are given, in either order', () => {
    const { steps } = planOf({ from: 1.234567890123e-9, to: 0.3, points: 3 }, shape)
    expect([steps[0], steps[2]]).toEqual([1.234567890123e-9, 0.3])
  })

  test('includes a step into the imaginary where it is affordable, unless curves are given', () => {
    const methods = (n: number, curves?: readonly Curve[]) =>
      planOf({ curves }, { n, d: 8 }).curves.map(({ method }) => method)
    expect(methods(8)).toEqual(['forward', 'central', 'central', 'complex-step'])
    expect(methods(800)).toEqual(['forward', 'central', 'central'])
    expect(methods(8, [{ method: 'richardson', precision: 'float64' }])).toEqual(['richardson'])
  })

  test('costs the sum of its checks, and is refused beyond the limit', () => {
    const curves = [
      { method: 'central', precision: 'float64' },
      { method: 'richardson', precision: 'double-double' },
    ] as const
    const work = 7 * 4 * 4 * 5 * (1 + 2)
    expect(planOf({ curves, points: 7 }, shape).work).toBe(work)
    expect(swept({ curves, points: 7 }, work).curves.length).toBe(2)
    const { code } = refusal(() => swept({ curves, points: 7 }, work - 1))
    expect(code).toBe('too-much-work')
  })
})

test('a dout is drawn from the seed when none is given, and the seed told', () => {
  const seeds = [1, 1, 2].map((seed) => swept({ dout: undefined, seed, points: 2 }))
  expect(seeds.map(({ seed }) => seed)).toEqual([1, 1, 2])
  expect(seeds[0]).toEqual(seeds[1])
  expect(seeds[0]?.curves).not.toEqual(seeds[2]?.curves)
  expect(swept({ points: 2 })).not.toHaveProperty('seed')
})

test('evaluation has no curve in it: no step is too long, and only rounding is left', () => {
  const statistics = { mean: vector([1, 2, 3, 4, 5]), var: filled(5, 2) }
  const inputs = { ...inputsOf(ORDINARY), mode: 'eval', statistics } as const
  const points = errorsOf({ method: 'forward', precision: 'double-double' }, { inputs })
  for (const { error } of points) expect(error).toBeLessThan(1e-17)
})
