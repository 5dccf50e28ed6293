import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyNumber, type Batch, batches, even } from '../support/batches.ts'
import * as Q from '../support/rational.ts'
import { backward, forward, numbers } from '../support/run.ts'
import { fraction, near } from '../support/wide.ts'

const bothPasses = (batch: Batch) => ({ ...forward(batch), ...backward(batch) })

describe('at the edges', () => {
  const zeros = (n: number) => Array(n).fill(0)

  test('one example has xmu, var, xhat, dgamma and dx exactly 0, and out = beta', () => {
    fc.assert(
      fc.property(batches({ n: [1, 1], x: anyNumber }), (batch) => {
        const values = numbers(bothPasses(batch))
        const none = zeros(batch.gamma.length)
        for (const name of ['xmu', 'sq', 'var', 'xhat', 'gammax', 'dgamma', 'dx'] as const) {
          const sizes = [...values[name].data].map(Math.abs)
          expect(sizes, name).toEqual(none)
        }
        expect([...values.mu.data]).toEqual(batch.x)
        expect([...values.out.data]).toEqual(batch.beta)
        expect([...values.dbeta.data]).toEqual(batch.dout)
      }),
    )
  })

  test('a constant channel has xmu, var, xhat and dgamma exactly 0, and out = beta', () => {
    const constant = fc.tuple(batches({ n: [2, 10], d: [1, 1] }), anyNumber)
    fc.assert(
      fc.property(constant, ([batch, x]) => {
        const values = numbers(bothPasses({ ...batch, x: batch.x.map(() => x) }))
        for (const name of ['xmu', 'sq', 'xhat', 'gammax'] as const) {
          expect([...values[name].data].map(Math.abs), name).toEqual(zeros(batch.x.length))
        }
        for (const name of ['var', 'dgamma'] as const) {
          expect([...values[name].data].map(Math.abs), name).toEqual([0])
        }
        expect([...values.mu.data]).toEqual([x])
        expect([...values.sqrtvar.data]).toEqual([Math.sqrt(batch.eps)])
        expect([...values.out.data]).toEqual(batch.x.map(() => batch.beta[0]))
      }),
    )
  })

  test('in evaluation dx is gamma * ivar * dout and each example goes its own way', () => {
    const recipe = { mean: even, variance: even.map((v) => v * v), eps: fc.constant(0.25) }
    fc.assert(
      fc.property(batches({ n: [1, 5], d: [1, 1], ...recipe }), (batch) => {
        const values = bothPasses(batch)
        const factor = Q.mul(Q.rational(batch.gamma[0] as number), fraction(values.ivar, 0))
        for (const [i, v] of batch.dout.entries()) {
          const expected = Q.mul(factor, Q.rational(v))
          expect(near(fraction(values.dx, i), expected, expected, -97)).toBe(true)
          const alone = forward({ ...batch, x: [batch.x[i] as number] })
          expect(numbers(alone).out.data[0]).toBe(numbers(values).out.data[i])
        }
      }),
    )
  })
})
