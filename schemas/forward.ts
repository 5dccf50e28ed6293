import { z } from 'zod'
import { FORWARD, type ForwardName } from '../src/core/graph.ts'
import { ChannelAxis, circuitInputs, Dtype, Mode, RunningState } from './circuit.ts'
import { ForwardSteps } from './steps.ts'
import { NonNegativeVector, Tensor, Vector } from './tensor.ts'
import { Warning } from './warning.ts'

const names = FORWARD.map(({ name }) => name) as [ForwardName, ...ForwardName[]]

/** The input of POST /v1/forward. */
export const ForwardRequest = z
  .strictObject({
    ...circuitInputs,
    dtype: Dtype,
    include: z
      .array(z.enum(['cache', 'steps', ...names]))
      .max(names.length + 2)
      .default(['cache'])
      .describe(
        '`cache` for the backward pass, `steps` for all nine values, or single values by name; `[]` for `out` alone.',
      ),
  })
  .meta({ id: 'ForwardRequest', description: 'A batch, and what of its forward pass to return.' })
export type ForwardRequest = z.output<typeof ForwardRequest>

/** The post's cache tuple, with the two choices that the backward pass must not get wrong. */
export const Cache = z
  .strictObject({
    xhat: Tensor,
    gamma: Vector,
    xmu: Tensor,
    ivar: Vector,
    sqrtvar: NonNegativeVector,
    var: NonNegativeVector,
    eps: z.number().min(0),
    mode: Mode.default('train'),
    channelAxis: ChannelAxis.default(1),
  })
  .meta({
    id: 'Cache',
    description:
      'What the backward pass needs: the cache tuple of the post, `xhat gamma xmu ivar sqrtvar var eps`, and the mode and channel axis it was made with. Send it back unchanged.',
  })
export type Cache = z.output<typeof Cache>

/** The output of POST /v1/forward. */
export const ForwardReply = z
  .object({
    out: Tensor.describe("The normalised, scaled and shifted batch, in x's shape."),
    cache: Cache.optional(),
    running: RunningState.optional().describe('In mode `train`, when `running` was sent.'),
    steps: ForwardSteps.optional(),
    warnings: z.array(Warning),
  })
  .meta({
    id: 'ForwardReply',
    description:
      'The forward pass, every number within 1 ulp of exact; one that is small only because large terms cancel, within 2^-100 of those terms.',
  })
export type ForwardReply = z.output<typeof ForwardReply>
