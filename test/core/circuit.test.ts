import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Complex, complexMatrix, complexOver } from '../../src/core/arithmetics/complex.ts'
import { doubleDouble } from '../../src/core/arithmetics/double-double.ts'
import { float64 } from '../../src/core/arithmetics/float64.ts'
import { run } from '../../src/core/circuit.ts'
import { FORWARD } from '../../src/core/graph.ts'
import { filled, type Matrix, matrix, vector } from '../../src/core/matrix.ts'
import { batches, even } from '../support/batches.ts'
import { backward, modeOf, numbers, rows } from '../support/run.ts'

const complex = complexOver(float64)

describe('the circuit', () => {
  test('can be run in plain float64, as the post does', () => {
    const inputs = {
      x: matrix(4, 1, [-3, -1, 1, 3]),
      gamma: vector([6]),
      beta: vector([0.5]),
      eps: vector([4]),
    }
    const values = run(FORWARD, 'train', float64, inputs, { n: 4, d: 1 })
    expect([...values.sqrtvar.data]).toEqual([3])
    expect([...values.xhat.data]).toEqual([-3, -1, 1, 3].map((v) => v * (1 / 3)))
    expect([...values.out.data]).toEqual([-5.5, -1.5, 2.5, 6.5])
  })

  test('dx, dgamma and dbeta are what a complex step through the forward pass finds', () => {
    const h = 1e-100
    const inEvaluation = batches({ mean: even, variance: even.map((v) => v * v + 0.1) })
    fc.assert(
      fc.property(fc.oneof(batches({ eps: fc.constant(0.1) }), inEvaluation), (batch) => {
        const { x, gamma, beta, eps, dout, running } = batch
        const d = gamma.length
        /** The derivative of sum(dout * out) for a step in place k of one input. */
        const slope = (name: 'x' | 'gamma' | 'beta', k: number) => {
          const real = (n: number, list: readonly number[]) => complex.lift(matrix(n, d, list))
          const inputs: Record<string, Complex<Matrix>> = {
            x: real(x.length / d, x),
            gamma: real(1, gamma),
            beta: real(1, beta),
            eps: complex.lift(filled(1, eps)),
            ...(running && { running_mean: real(1, running.mean) }),
            ...(running && { running_var: real(1, running.var) }),
          }
          const { re } = inputs[name] as Complex<Matrix>
          const step = matrix(re.n, re.d)
          step.data[k] = h
          inputs[name] = complexMatrix(re, step)
          const { out } = run(FORWARD, modeOf(batch), complex, inputs, rows(x, d))
          return out.im.data.reduce((sum, v, i) => sum + (v / h) * (dout[i] as number), 0)
        }
        const { dx, dgamma, dbeta } = numbers(backward(batch))
        for (const [name, { data }] of Object.entries({ x: dx, gamma: dgamma, beta: dbeta })) {
          for (const [k, gradient] of data.entries()) {
            expect(slope(name as 'x' | 'gamma' | 'beta', k)).toBeCloseTo(gradient, 9)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  test('says what it lacks when it is handed too little', () => {
    expect(() => run(FORWARD, 'train', doubleDouble, {}, { n: 1, d: 1 })).toThrow(
      new ReferenceError('the circuit has no x at this point'),
    )
  })
})
