import fc from 'fast-check'
import type { Check, Claims } from '../../../src/core/gradient-check/setup.ts'
import { type CheckReport, checkGradients } from '../../../src/core/gradient-check.ts'
import { matrix, vector } from '../../../src/core/matrix.ts'
import type { ForwardInputs } from '../../../src/core/passes.ts'
import type { Batch } from '../../support/batches.ts'
import type { Inputs } from '../../support/exact.ts'
import { modeOf, rows } from '../../support/run.ts'

/** What the core reads of a batch. */
export function inputsOf(batch: Inputs): ForwardInputs {
  const { x, gamma, beta, eps, running } = batch
  return {
    x: rows(x, gamma.length),
    gamma: vector(gamma),
    beta: vector(beta),
    eps,
    mode: modeOf(batch),
    statistics: running && { mean: vector(running.mean), var: vector(running.var) },
  }
}

/** A check of a batch with its own dout. */
export function check(batch: Batch, how: Partial<Check> = {}): CheckReport {
  const { dout, gamma } = batch
  return checkGradients(
    { inputs: inputsOf(batch), dout: rows(dout, gamma.length), seed: 1, ...how },
    Number.POSITIVE_INFINITY,
  )
}

/** Claimed gradients, each multiplied by a factor. */
export function scaled(claims: Required<Claims>, factor: number): Required<Claims> {
  const times = (name: keyof Claims) => {
    const { n, d, data } = claims[name] as NonNullable<Claims['dx']>
    return matrix(
      n,
      d,
      data.map((v) => v * factor),
    )
  }
  return { dx: times('dx'), dgamma: times('dgamma'), dbeta: times('dbeta') }
}

/** The batch of the CS231n notebook in spirit: 5 * noise + 12, N = 4, D = 5, nothing that hides anything. */
export const ORDINARY: Batch = {
  x: [
    14.1, 9.8, 20.4, 5.3, 13.9, 12.6, 11.2, 4.7, 17.5, 10.1, 7.3, 15.8, 12.9, 13.4, 19.2, 16.4, 8.1,
    10.3, 9.9, 3.6,
  ],
  gamma: [1.3, -0.7, 2.1, 0.4, -1.6],
  beta: [0.5, 2.2, -1.1, 0.3, 0.9],
  eps: 1e-5,
  dout: [
    0.4, -1.2, 0.9, 2.1, -0.3, -0.8, 1.7, 0.6, -1.9, 1.1, 1.5, 0.2, -2.3, 0.7, 0.8, -0.1, -0.6, 1.4,
    -0.5, -1.3,
  ],
}

/** Whole numbers as seeds. */
export const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
