import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  doubleDouble,
  rounded,
  type WideMatrix,
} from '../../../src/core/arithmetics/double-double.ts'
import { float64 } from '../../../src/core/arithmetics/float64.ts'
import { run } from '../../../src/core/circuit.ts'
import type { Claims } from '../../../src/core/gradient-check/setup.ts'
import { BACKWARD, type BackwardName, FORWARD, type Value } from '../../../src/core/graph.ts'
import { type Matrix, matrix } from '../../../src/core/matrix.ts'
import { type Batch, batches, even } from '../../support/batches.ts'
import { cacheOf, modeOf, rows } from '../../support/run.ts'
import { check, inputsOf, ORDINARY, scaled } from './check.ts'

/** The gradients that come out when one of the fourteen values is multiplied by a factor on the way. */
function faulty(batch: Batch, name: BackwardName, factor: number): Required<Claims> {
  const inputs = {
    ...cacheOf(batch),
    dout: doubleDouble.lift(rows(batch.dout, batch.gamma.length)),
  }
  const made: Record<string, WideMatrix> = {}
  for (const value of BACKWARD) {
    const shape = rows(batch.dout, batch.gamma.length)
    const only = [value] as readonly Value<string>[]
    const result = run(only, modeOf(batch), doubleDouble, { ...inputs, ...made }, shape)
    const by = doubleDouble.lift(matrix(1, 1, [value.name === name ? factor : 1]))
    made[value.name] = doubleDouble.mul(result[value.name] as WideMatrix, by)
  }
  const gradient = (end: 'dx' | 'dgamma' | 'dbeta') => rounded(made[end] as WideMatrix)
  return { dx: gradient('dx'), dgamma: gradient('dgamma'), dbeta: gradient('dbeta') }
}

/** The gradient that a fault in each value spoils. */
const SPOILS: Partial<Record<BackwardName, 'dgamma' | 'dbeta'>> = {
  dbeta: 'dbeta',
  dgamma: 'dgamma',
}

describe('a fault of 1e-9 in one of the fourteen values fails, and the gradient is named: in', () => {
  for (const { name } of BACKWARD) {
    test(name, () => {
      const claimed = faulty(ORDINARY, name, 1 + 1e-9)
      const { verdict, gradients } = check(ORDINARY, { claimed })
      expect(verdict).toBe('failed')
      expect(gradients[SPOILS[name] ?? 'dx']?.verdict).toBe('failed')
      const bystander = SPOILS[name] === 'dbeta' ? 'dx' : 'dbeta'
      expect(gradients[bystander]?.verdict).toBe('passed')
    })
  }
})

test('without a fault the same gradients pass', () => {
  const { verdict, gradients, warnings } = check(ORDINARY, { claimed: faulty(ORDINARY, 'dx', 1) })
  expect(verdict).toBe('passed')
  expect(Object.values(gradients).map(({ failing }) => failing)).toEqual([0, 0, 0])
  expect(warnings).toEqual([])
})

describe('a fault of 1e-12', () => {
  for (const method of ['central', 'richardson', 'complex-step', 'projection'] as const) {
    test(`fails by ${method}`, () => {
      const claimed = scaled(faulty(ORDINARY, 'dx', 1), 1 + 1e-12)
      const { gradients } = check(ORDINARY, { claimed, method })
      const verdicts = Object.values(gradients).map(({ verdict }) => verdict)
      expect(verdicts).toEqual(['failed', 'failed', 'failed'])
    })
  }

  test('passes by the settings of the other checkers', () => {
    const claimed = scaled(faulty(ORDINARY, 'dx', 1), 1 + 1e-12)
    for (const preset of ['cs231n', 'torch', 'jax', 'scipy'] as const) {
      expect(check(ORDINARY, { claimed, preset }).verdict, preset).toBe('passed')
    }
  })
})

test('the smallest detectable fault is what it says: twice as much fails, half as much passes', () => {
  const exact = faulty(ORDINARY, 'dx', 1)
  const { gradients } = check(ORDINARY, { claimed: exact })
  for (const name of ['dx', 'dgamma', 'dbeta'] as const) {
    const { detectable } = gradients[name] as { detectable: number }
    expect(detectable).toBeLessThan(1e-12)
    const verdictOf = (factor: number) =>
      check(ORDINARY, { claimed: { [name]: scaled(exact, factor)[name] } }).verdict
    expect(verdictOf(1 + 2 * detectable), name).toBe('failed')
    expect(verdictOf(1 + detectable / 2), name).toBe('passed')
  }
})

/** Backward passes in plain float64, each right. */
const HONEST: Record<string, (batch: Batch) => Required<Claims>> = {
  'the nine steps of the post': staged,
  'the formula in one line': closed,
}

function staged(batch: Batch): Required<Claims> {
  const { x, gamma, beta, eps, mode, statistics } = inputsOf(batch)
  const inputs: Record<string, Matrix> = { x, gamma, beta, eps: matrix(1, 1, [eps]) }
  if (statistics)
    Object.assign(inputs, { running_mean: statistics.mean, running_var: statistics.var })
  const values = run(FORWARD, mode, float64, inputs, x)
  const dout = rows(batch.dout, batch.gamma.length)
  return run(BACKWARD, mode, float64, { ...inputs, ...values, dout }, x)
}

function closed(batch: Batch): Required<Claims> {
  const d = batch.gamma.length
  const n = batch.x.length / d
  const claims = { dx: matrix(n, d), dgamma: matrix(1, d), dbeta: matrix(1, d) }
  const sum = (list: readonly number[]) => list.reduce((total, v) => total + v, 0)
  for (let j = 0; j < d; j++) {
    const column = (list: readonly number[]) => list.filter((_, k) => k % d === j)
    const [x, dout] = [column(batch.x), column(batch.dout)]
    const mean = sum(x) / n
    const variance = sum(x.map((v) => (v - mean) ** 2)) / n
    const ivar = 1 / Math.sqrt(variance + batch.eps)
    const xhat = x.map((v) => (v - mean) * ivar)
    const dbeta = sum(dout)
    const dgamma = sum(dout.map((g, i) => g * (xhat[i] as number)))
    claims.dbeta.data[j] = dbeta
    claims.dgamma.data[j] = dgamma
    for (let i = 0; i < n; i++) {
      const inner = n * (dout[i] as number) - dbeta - (xhat[i] as number) * dgamma
      claims.dx.data[i * d + j] = (((batch.gamma[j] as number) * ivar) / n) * inner
    }
  }
  return claims
}

describe('a right backward pass in float64 never fails, on x of any place and spread, by', () => {
  const recipe = fc.record({
    place: fc.constantFrom(0, 12, 1e4, -1e8, 1e12),
    size: fc.constantFrom(1e-6, 1e-3, 1, 1e6),
    n: fc.constantFrom<[number, number]>([2, 6], [30, 60]),
  })
  for (const [title, backwardPass] of Object.entries(HONEST)) {
    test(title, () => {
      const batch = recipe.chain(({ place, size, n }) =>
        batches({ n, x: even.map((v) => place + v * size) }),
      )
      fc.assert(
        fc.property(batch, (batch) => {
          const { gradients } = check(batch, { claimed: backwardPass(batch) })
          for (const { failing } of Object.values(gradients)) expect(failing).toBe(0)
        }),
      )
    })
  }

  test('the nine steps of the post in evaluation', () => {
    const recipe = { mean: even, variance: even.map((v) => v * v + 1e-3) }
    fc.assert(
      fc.property(batches(recipe), (batch) => {
        const { gradients } = check(batch, { claimed: staged(batch) })
        for (const { failing } of Object.values(gradients)) expect(failing).toBe(0)
      }),
    )
  })
})

describe('the service passes its own check on anything by', () => {
  for (const method of ['central', 'projection', 'richardson', 'complex-step'] as const) {
    test(method, () => {
      fc.assert(
        fc.property(batches({ n: [3, 12], d: [1, 40] }), (batch) => {
          const { gradients, warnings } = check(batch, { method })
          expect(warnings.map(({ code }) => code)).not.toContain('noisy-method')
          for (const { failing } of Object.values(gradients)) expect(failing).toBe(0)
        }),
        { numRuns: 50 },
      )
    })
  }
})
