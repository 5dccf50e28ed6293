import { z } from 'zod'
import { CONVENTION_NAMES, CONVENTIONS } from '../src/core/running.ts'
import { Tensor, Vector } from './tensor.ts'

/** Training normalises with the batch's own statistics, evaluation with the running ones. */
export const Mode = z.enum(['train', 'eval']).meta({
  id: 'Mode',
  description:
    '`train`: the batch is normalised by its own mean and variance. `eval`: by the running ones.',
})

export const Convention = z.enum(CONVENTION_NAMES).meta({
  id: 'Convention',
  description: `How running statistics are kept. ${Object.entries(CONVENTIONS)
    .map(([name, { system }]) => `\`${name}\`: ${system}`)
    .join('; ')}.`,
})

/** Running statistics as they come in; what the convention has a default for may be left out. */
export const RunningInput = z
  .strictObject({
    convention: Convention.optional().describe('`torch` when left out.'),
    mean: Vector.optional().describe(
      '(D). Needed in mode `eval`; else the initial value of the convention.',
    ),
    var: Vector.optional().describe(
      '(D). Needed in mode `eval`, none negative; else the initial value of the convention.',
    ),
    momentum: z
      .number()
      .nullable()
      .optional()
      .describe("The convention's own number; null asks for the cumulative average."),
    count: z.int().min(0).max(1e9).optional().describe('The batches seen so far, 0 when left out.'),
  })
  .meta({
    id: 'RunningInput',
    description:
      'Running statistics. The service keeps none: send back what the last reply returned.',
    examples: [{ convention: 'torch', mean: [0, 0], var: [1, 1] }],
  })

/** Running statistics as they go out. */
export const RunningState = z
  .object({
    convention: Convention,
    mean: Vector,
    var: Vector.describe('(D). Negative only when the momentum lies outside 0 to 1.'),
    momentum: z.number().nullable(),
    count: z.int().min(0),
  })
  .meta({ id: 'RunningState', description: 'The running statistics after this batch.' })

/** The axis of x that holds the channels. */
export const ChannelAxis = z
  .int()
  .min(-5)
  .max(4)
  .describe(
    'The axis of x that holds the channels: 1 for (N,D) or (N,C,H,W), -1 for channels-last.',
  )

/** The digits of the arrays in a reply. */
export const Dtype = z
  .enum(['float64', 'float32'])
  .default('float64')
  .describe('The digits of the arrays in the reply; single numbers are always float64.')

/** What every operation reads of the circuit, beside dout. */
export const circuitInputs = {
  x: Tensor.describe('The batch.'),
  gamma: Vector.optional().describe('(D), the scale of each channel; ones when left out.'),
  beta: Vector.optional().describe('(D), the shift of each channel; zeros when left out.'),
  eps: z
    .number()
    .min(0)
    .optional()
    .describe("Added to var. When left out: the running convention's own, else 1e-5."),
  mode: Mode.default('train'),
  channelAxis: ChannelAxis.default(1),
  running: RunningInput.optional(),
}
