import { z } from 'zod'
import { AGREEMENTS } from '../src/core/running/judge.ts'
import { ESTIMATORS } from '../src/core/running/rule.ts'
import { ChannelAxis, Convention, Dtype, RunningInput } from './circuit.ts'
import { Counts, TensorList } from './lists.ts'
import { Tensor, Vector } from './tensor.ts'
import { Warning } from './warning.ts'

/** (B,D), as a list of vectors. */
const Rows = Tensor.refine(({ shape }) => shape.length === 2, 'expected arrays nested 2 deep')

const BatchStatistics = z
  .strictObject({
    mean: Rows.describe('(B,D), the means of the B batches in their order.'),
    var: Rows.refine(
      ({ data }) => data.every((each) => each >= 0),
      'has a negative entry',
    ).describe('(B,D), their variances, divided by N.'),
    n: Counts,
  })
  .meta({ id: 'BatchStatistics', description: 'What a layer has seen, when it is not sent whole.' })

/** The input of POST /v1/convert-running. */
export const ConvertRunningRequest = z
  .strictObject({
    running: RunningInput.required({ mean: true, var: true }).meta({
      id: 'HeldRunning',
      description: 'Running statistics that somebody holds.',
    }),
    batches: TensorList.optional().describe(
      'The batches that were seen, all of them, in their order.',
    ),
    statistics: BatchStatistics.optional().describe('The same by their means and variances.'),
    before: z
      .strictObject({ mean: Vector, var: Vector })
      .meta({ id: 'RunningBefore', description: 'Running statistics before a batch, each (D).' })
      .optional()
      .describe(
        "What was held before the first of these batches; a fresh layer's own when left out.",
      ),
    channelAxis: ChannelAxis.default(1),
    to: Convention.optional().describe('The convention to convert to.'),
    n: z
      .int()
      .min(1)
      .max(2 ** 53 - 1)
      .optional()
      .describe(
        'The values per channel, when every batch had as many; needed where one convention divides by N and the other by N - 1, and the batches were not sent.',
      ),
    dtype: Dtype,
  })
  .check(({ value: { batches, statistics, before, to }, issues }) => {
    if (issues.length > 0) return
    const fault = (path: string[], message: string) =>
      issues.push({ code: 'custom', input: undefined, path, message })
    if (before && !batches && !statistics) fault(['before'], 'no batches were sent after it')
    if (batches && statistics) fault(['statistics'], 'the batches were sent: send one of the two')
    if (!batches && !statistics && !to) {
      fault([], 'asks nothing: send `batches` or `statistics` to identify, `to` to convert')
    }
  })
  .meta({
    id: 'ConvertRunningRequest',
    description: 'Running statistics, and what to do with them: identify, convert, or both.',
  })
export type ConvertRunningRequest = z.output<typeof ConvertRunningRequest>

const Candidate = z
  .object({
    agrees: z
      .enum(AGREEMENTS)
      .describe('What explains the rest: the rounding of float64, that of float32, or neither.'),
    keeps: z
      .number()
      .nullable()
      .describe(
        'The part of the old statistic that stays after a batch; null for a plain average.',
      ),
    estimator: z.enum(ESTIMATORS).describe('`biased`: var over N. `unbiased`: over N - 1.'),
    initial: z
      .object({ mean: z.number(), var: z.number() })
      .nullable()
      .describe('What it began with; null where that takes no part.'),
    conventions: z
      .array(
        z.object({
          convention: Convention,
          momentum: z.number().nullable(),
          usual: z.boolean().describe('Whether this is its default.'),
        }),
      )
      .readonly()
      .describe('The conventions that do so, each with its own number; its usual ones first.'),
    maxAbsError: z.number(),
    maxRelError: z.number().describe('The largest |a - b| / max(|a|, |b|).'),
  })
  .meta({ id: 'RunningCandidate', description: 'A way to keep running statistics.' })

const OpenQuestion = z
  .object({ what: z.enum(['keeps', 'estimator', 'initial']), detail: z.string() })
  .meta({ id: 'OpenQuestion', description: 'What these batches leave open, and what settles it.' })

/** The output of POST /v1/convert-running. */
export const ConvertRunningReply = z
  .object({
    candidates: z
      .array(Candidate)
      .optional()
      .describe(
        'When batches were sent: those that agree, the simplest first, ten at most; then the three nearest others.',
      ),
    open: z.array(OpenQuestion).optional(),
    running: RunningInput.optional().describe('When `to` was sent: the statistics in its terms.'),
    eps: z
      .number()
      .optional()
      .describe('When `to` was sent: the eps that the old convention adds, to be set in the new.'),
    warnings: z.array(Warning),
  })
  .meta({
    id: 'ConvertRunningReply',
    description: 'Which conventions statistics may have come from, or what they are in another.',
  })
export type ConvertRunningReply = z.output<typeof ConvertRunningReply>
