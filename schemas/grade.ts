import { z } from 'zod'
import { RUBRIC_KINDS } from '../src/core/grading/rubric.ts'
import { circuitInputs } from './circuit.ts'
import {
  FirstWrong,
  HintsAsked,
  Pass,
  SubmittedDtype,
  Tolerance,
  ValueVerdict,
} from './diagnose.ts'
import { InputsRequest } from './inputs.ts'
import { Tensor } from './tensor.ts'

const share = z.number().min(0).max(1)

/** How a submission is turned into points. */
export const Rubric = z
  .strictObject({
    per: z
      .enum(RUBRIC_KINDS)
      .default('gradient')
      .describe(
        'What points are given for. `gradient`: the values that leave the layer, `out dx dgamma dbeta`, and the running statistics if `running` was sent with x, or points are given for them. `step`: the steps of the post, `forward-1` to `backward-0`; of a step those of its values count that were submitted. `value`: each of the 23 values.',
      ),
    points: z

      .union([z.number().min(1e-6).max(1e6), z.record(z.string(), z.number().min(0).max(1e6))])
      .optional()
      .describe(
        'A number, shared equally; or points by test, and then no other test counts. One for each when left out.',
      ),
    follows: share
      .default(1)
      .describe(
        "The share of its points for a value that is right for the submission's own earlier values.",
      ),
    precision: share.default(1).describe('The share for a value that has lost digits.'),
    passAt: share
      .default(1)
      .describe('The fraction of all points with which a submission has passed.'),
  })
  .meta({
    id: 'Rubric',
    description: 'How a submission is turned into points.',
    examples: [{ per: 'gradient', points: { out: 4, dx: 4, dgamma: 1, dbeta: 1 } }],
  })

const { x, gamma, beta, eps, mode, channelAxis, running } = circuitInputs
const drawn = InputsRequest.shape

/** The fields that say what to draw, and those that drawing answers. */
const DRAWING = ['kind', 'seed', 'shape', 'convention', 'scale', 'shift'] as const
const DRAWN = ['gamma', 'beta', 'dout', 'running'] as const

/** What a submission was computed from: arrays, or what to draw them by. */
export const GradeInputs = z
  .strictObject({
    x: x.optional(),
    ...{ gamma, beta, eps, running },
    mode: mode.unwrap().optional().describe('`train` when left out.'),
    channelAxis: channelAxis.unwrap().optional().describe('1 when left out.'),
    dout: Tensor.optional().describe(
      "The gradient from above, in x's shape; without it only the forward pass is graded.",
    ),
    kind: drawn.kind.unwrap().optional(),
    seed: drawn.seed.unwrap().optional(),
    shape: drawn.shape.unwrap().optional(),
    convention: drawn.convention.unwrap().optional(),
    scale: drawn.scale,
    shift: drawn.shift,
  })
  .check(({ value, issues }) => {
    const fault = (name: string, message: string) =>
      issues.push({ code: 'custom', input: undefined, path: [name], message })
    if (value.x) {
      for (const name of DRAWING) {
        if (value[name] !== undefined) fault(name, 'says what to draw, and x is given')
      }
    } else {
      for (const name of DRAWN) {
        if (value[name] !== undefined) fault(name, 'is drawn, since x is not given')
      }
    }
  })
  .meta({
    id: 'GradeInputs',
    description:
      'What a submission was computed from: the arrays themselves; or the `kind`, `seed` and `shape` of POST /v1/inputs that drew them, so that nothing but a seed need be kept.',
    examples: [{ kind: 'discriminating', seed: 7, shape: [9, 4] }],
  })

/** What an instructor decides: everything but the submission. */
export const gradeFields = {
  inputs: GradeInputs,
  rubric: Rubric.prefault({}),
  submittedDtype: SubmittedDtype.optional(),
  tolerance: Tolerance.optional(),
  hints: HintsAsked.default(1),
  reveal: z
    .boolean()
    .default(false)
    .describe('Whether right numbers and formulas may be told; students see what a grader says.'),
}

/** What was handed in, whatever it is. */
export const Handed = z.unknown().meta({
  id: 'Handed',
  description:
    'What was handed in: an object of values by name, as `Submitted` of the diagnosis. Anything else, and any value that is ragged, NaN or of another shape, is a result too: it earns no points, and the reply says why. Names that are not known are passed over.',
})

/** The input of POST /v1/grade. */
export const GradeRequest = z.strictObject({ ...gradeFields, submitted: Handed.optional() }).meta({
  id: 'GradeRequest',
  description: 'A submission, what it was computed from, and what it is worth.',
})
export type GradeRequest = z.output<typeof GradeRequest>

/** The input of POST /v1/grade/<platform>. */
export function gradeRequestFor({ id, title, options, optional }: ForPlatform) {
  return z
    .strictObject({
      ...GradeRequest.shape,
      platform: optional ? options.optional() : options,
    })
    .meta({
      id: `${id[0]?.toUpperCase()}${id.slice(1)}Request`,
      description: `A submission, and what ${title} has to be told beside it.`,
    })
}

interface ForPlatform {
  readonly id: string
  readonly title: string
  readonly options: z.ZodType
  readonly optional: boolean
}

export const TestResult = z
  .object({
    id: z.string(),
    name: z.string(),
    points: z.number().min(0),
    maxPoints: z.number().min(0),
    passed: z.boolean().describe('Whether all points were given.'),
    verdict: ValueVerdict,
    message: z.string().max(2000),
  })
  .meta({ id: 'TestResult', description: 'One line of the rubric, and what came of it.' })

/** The output of POST /v1/grade. */
export const GradeReply = z
  .object({
    score: z.number().min(0),
    maxScore: z.number().positive(),
    fraction: z.number().min(0).max(1),
    passed: z.boolean(),
    gradable: z
      .boolean()
      .describe('false when nothing that was handed in could be read as numbers; the score is 0.'),
    message: z.string().max(2000),
    tests: z.array(TestResult).min(1),
    firstWrong: FirstWrong.nullable(),
    causes: z.array(
      z
        .object({
          id: z.string(),
          step: z.int().min(0).max(9),
          pass: Pass,
          confidence: z.number().min(0).max(1),
        })
        .meta({ id: 'CauseFound', description: 'A mistake that explains what is wrong.' }),
    ),
    hints: z.array(z.string()),
  })
  .meta({
    id: 'GradeReply',
    description: 'Points and reasons; the same for the same submission, always.',
  })
export type GradeReply = z.output<typeof GradeReply>
