import { z } from 'zod'
import { BACKWARD, type BackwardName } from '../src/core/graph.ts'
import { circuitInputs, Dtype } from './circuit.ts'
import { Cache } from './forward.ts'
import { BackwardSteps } from './steps.ts'
import { Tensor, Vector } from './tensor.ts'
import { Warning } from './warning.ts'

const names = BACKWARD.map(({ name }) => name) as [BackwardName, ...BackwardName[]]
const { x, gamma, beta, eps, mode, channelAxis, running } = circuitInputs

/** The fields that a cache already answers. */
const ANSWERED = ['x', 'gamma', 'beta', 'eps', 'mode', 'channelAxis', 'running'] as const

/** The input of POST /v1/backward: dout, and either a cache or what the forward pass reads. */
export const BackwardRequest = z
  .strictObject({
    dout: Tensor.describe("The gradient of the loss with respect to out, in x's shape."),
    cache: Cache.optional().describe(
      "The forward pass's cache, unchanged; instead of x and the rest.",
    ),
    x: x.optional(),
    gamma,
    beta: beta.describe(
      '(D). No gradient depends on it; it is taken so that one layer can be sent to every operation.',
    ),
    eps,
    mode: mode.unwrap().optional().describe('`train` when left out.'),
    channelAxis: channelAxis.unwrap().optional().describe('1 when left out.'),
    running,
    dtype: Dtype,
    include: z
      .array(z.enum(['steps', ...names]))
      .max(names.length + 1)
      .default([])
      .describe('`steps` for all fourteen values, or single values by name.'),
  })
  .check(({ value, issues }) => {
    const fault = (path: string[], message: string) =>
      issues.push({ code: 'custom', input: undefined, path, message })
    if (value.cache) {
      for (const name of ANSWERED) {
        if (value[name] !== undefined) fault([name], 'is already answered by cache')
      }
    } else if (!value.x) fault([], 'needs either cache or x')
  })
  .meta({
    id: 'BackwardRequest',
    description:
      'The gradient from above, and either the cache of the forward pass (the answer is exact for the rounded numbers in it) or its inputs (the answer is exact for x).',
    oneOf: [{ required: ['cache'] }, { required: ['x'] }],
  })
export type BackwardRequest = z.output<typeof BackwardRequest>

/** The output of POST /v1/backward. */
export const BackwardReply = z
  .object({
    dx: Tensor.describe("The gradient with respect to x, in x's shape."),
    dgamma: Vector.describe('(D)'),
    dbeta: Vector.describe('(D)'),
    steps: BackwardSteps.optional(),
    warnings: z.array(Warning),
  })
  .meta({
    id: 'BackwardReply',
    description:
      'The backward pass, every number within 1 ulp of exact; one that is small only because large terms cancel, within 2^-100 of those terms.',
  })
export type BackwardReply = z.output<typeof BackwardReply>
