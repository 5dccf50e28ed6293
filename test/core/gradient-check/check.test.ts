import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { METHOD_NAMES } from '../../../src/core/gradient-check/methods.ts'
import { checkGradients } from '../../../src/core/gradient-check.ts'
import { batches } from '../../support/batches.ts'
import { check, inputsOf, ORDINARY, scaled, seeds } from './check.ts'

const gradientsOf = (report: ReturnType<typeof check>) => Object.values(report.gradients)

describe('the numbers of a report', () => {
  const { dx, dgamma, dbeta } = check(ORDINARY).numeric as Required<
    ReturnType<typeof check>['numeric']
  >
  const claimed = { dx, dgamma, dbeta }

  test('name the worst element with both numbers and what they may differ by', () => {
    const off = { ...dx, data: dx.data.map((v, k) => (k === 7 ? v + 0.25 : v)) }
    const { gradients, verdict } = check(ORDINARY, { claimed: { dx: off } })
    expect(verdict).toBe('failed')
    expect(gradients.dx).toMatchObject({
      maxAbsError: expect.closeTo(0.25, 15),
      normError: expect.closeTo(0.25, 15),
      failing: 1,
      compared: 20,
      worst: { row: 1, column: 2, claimed: off.data[7], numeric: dx.data[7] },
    })
    expect(gradients.dx?.worst.tolerance).toBeLessThan(1e-12)
  })

  test('hold the relative error as CS231n measures it', () => {
    const off = { ...dgamma, data: Float64Array.of(3, 0, 0, 0, 0) }
    const expected = [...dgamma.data].map(
      (n, j) =>
        Math.abs(n - (off.data[j] as number)) /
        Math.max(1e-8, Math.abs(n) + Math.abs(off.data[j] as number)),
    )
    const { maxRelError } = check(ORDINARY, { claimed: { dgamma: off } }).gradients.dgamma as {
      maxRelError: number
    }
    expect(maxRelError).toBeCloseTo(Math.max(...expected), 14)
  })

  test('are about the claimed gradients only', () => {
    expect(Object.keys(check(ORDINARY, { claimed: { dgamma, dbeta } }).gradients)).toEqual([
      'dgamma',
      'dbeta',
    ])
  })

  test('follow atol and rtol where they are given', () => {
    const verdictOf = (how: object) =>
      check(ORDINARY, { claimed: scaled(claimed, 1.01), ...how }).verdict
    expect(verdictOf({})).toBe('failed')
    expect(verdictOf({ rtol: 0.011 })).toBe('passed')
    expect(verdictOf({ rtol: 0.009, atol: 0 })).toBe('failed')
    expect(verdictOf({ atol: 1 })).toBe('inconclusive')
  })

  test('stay finite where the gradients are as far apart as float64 goes', () => {
    const far = { ...dx, data: dx.data.map(() => -Number.MAX_VALUE) }
    const huge = { ...ORDINARY, dout: ORDINARY.dout.map((v) => v * 1e307) }
    const { dx: report } = check(huge, { claimed: { dx: far } }).gradients
    expect(report?.verdict).toBe('failed')
    const { maxAbsError, maxRelError, normError, noise, detectable } = report as never
    for (const value of [maxAbsError, maxRelError, normError, noise, detectable ?? 0]) {
      expect(value).toSatisfy(Number.isFinite)
    }
  })
})

describe('all methods agree on', () => {
  for (const method of METHOD_NAMES.filter((name) => name !== 'projection')) {
    test(`the numeric gradients, ${method} too`, () => {
      fc.assert(
        fc.property(batches({ n: [3, 8] }), (batch) => {
          const [ours, theirs] = [check(batch), check(batch, { method })]
          const size = Math.max(...(ours.numeric.dx?.data ?? []).map(Math.abs))
          for (const [k, v] of (theirs.numeric.dx?.data ?? []).entries()) {
            expect(Math.abs(v - (ours.numeric.dx?.data[k] as number))).toBeLessThanOrEqual(
              1e-12 * (size + 1),
            )
          }
        }),
        { numRuns: 30 },
      )
    })
  }
})

describe('a probe', () => {
  test('costs 4 * N * D, all elements N * N * D, and some methods more', () => {
    const inputs = inputsOf(ORDINARY)
    const costs = (how: object, limit: number) => () =>
      checkGradients({ inputs, seed: 1, ...how }, limit)
    expect(costs({}, 80)).not.toThrow()
    expect(costs({}, 79)).toThrow(expect.objectContaining({ code: 'too-much-work' }))
    expect(costs({ method: 'projection', probes: 3 }, 240)).not.toThrow()
    expect(costs({ method: 'projection', probes: 3 }, 239)).toThrow('cost 240 element operations')
    expect(costs({ method: 'richardson' }, 159)).toThrow('cost 160 element operations')
    expect(costs({ method: 'complex-step' }, 2399)).toThrow('cost 2400 element operations')
  })

  test('sees a single wrong element, whatever the seed, and names its channel', () => {
    const { dx } = check(ORDINARY).numeric
    const off = { ...(dx as NonNullable<typeof dx>) }
    const data = off.data.map((v, k) => (k === 8 ? v * (1 + 1e-6) : v))
    fc.assert(
      fc.property(seeds, (seed) => {
        const claimed = { dx: { ...off, data } }
        const { gradients } = check(ORDINARY, { claimed, method: 'projection', seed })
        expect(gradients.dx?.verdict).toBe('failed')
        expect(gradients.dx?.worst.column).toBe(3)
      }),
    )
  })

  test("of another checker's pools the channels into one number per gradient", () => {
    for (const preset of ['jax', 'torch-fast'] as const) {
      expect(gradientsOf(check(ORDINARY, { preset })).map(({ compared }) => compared)).toEqual([
        1, 1, 1,
      ])
    }
  })
})

describe('what is drawn', () => {
  const drawn = (seed: number, how = {}) => [
    ...checkGradients({ inputs: inputsOf(ORDINARY), seed, ...how }, 1e6).dout.data,
  ]

  test('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(seeds, seeds, (one, other) => {
        expect(drawn(one)).toEqual(drawn(one))
        if (one !== other) expect(drawn(one)).not.toEqual(drawn(other))
      }),
    )
  })

  test('is a dout of both signs, never 0, never ones, and hides nothing', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { dout, warnings } = checkGradients({ inputs: inputsOf(ORDINARY), seed }, 1e6)
        expect(warnings).toEqual([])
        const signs = new Set(dout.data.map(Math.sign))
        expect([...signs].toSorted()).toEqual([-1, 1])
        for (const v of dout.data) expect(Math.abs(v)).toBeLessThan(1)
      }),
    )
  })

  test('has no sign where the other checker draws none', () => {
    for (const v of drawn(1, { preset: 'torch-fast' })) expect(v).toBeGreaterThan(0)
  })
})

describe('checkGradients() refuses', () => {
  test('gradients claimed for no dout', () => {
    const { dgamma } = check(ORDINARY).numeric
    const orphan = () =>
      checkGradients({ inputs: inputsOf(ORDINARY), claimed: { dgamma }, seed: 1 }, 1e6)
    expect(orphan).toThrow(
      expect.objectContaining({
        code: 'missing',
        faults: [expect.objectContaining({ path: ['dout'] })],
      }),
    )
  })

  test('a step into the imaginary that is not a small one', () => {
    const far = () => check(ORDINARY, { method: 'complex-step', h: 10 })
    expect(far).toThrow(
      expect.objectContaining({
        code: 'invalid',
        faults: [expect.objectContaining({ path: ['h'] })],
      }),
    )
    expect(check(ORDINARY, { method: 'complex-step', h: 0.01 }).verdict).not.toBe('failed')
  })

  test('a step so long that the slopes leave float64, and points at it', () => {
    const far = () => check(ORDINARY, { h: 1e308, precision: 'float64' })
    expect(far).toThrow(
      expect.objectContaining({
        code: 'not-representable',
        faults: [expect.objectContaining({ path: ['h'] })],
      }),
    )
  })

  test('a method in float64 whose numbers overflow, rather than to answer with NaN', () => {
    const far = { ...ORDINARY, x: ORDINARY.x.map((v) => v * 1e200) }
    expect(check(far).verdict).toBe('passed')
    expect(() => check(far, { precision: 'float64' })).toThrow(
      expect.objectContaining({ code: 'not-representable' }),
    )
  })
})
