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
import { Tensor } from './tensor.ts'

const share = z.number().min(0).max(1)

/** How a submission is turned into points. */
export const Rubric = z
  .strictObject({
    per: z
      .enum(RUBRIC_KINDS)
      .default('gradient')
      .describe(
        'What points are given for. `gradient`: the values that leave the layer, `out dx dgamma dbeta` and the running statistics. `step`: the steps of the post, `forward-1` to `backward-0`; of a step those of its values count that were submitted. `value`: each of the 23 values.',
      ),
    points: z
      .union([z.number().positive().max(1e6), z.record(z.string(), z.number().min(0).max(1e6))])
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

/** What a submission was computed from. */
export const GradeInputs = z
  .strictObject({
    ...circuitInputs,
    dout: Tensor.optional().describe(
      "The gradient from above, in x's shape; without it only the forward pass is graded.",
    ),
  })
  .meta({ id: 'GradeInputs', description: 'What a submission was computed from.' })

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
export const GradeRequest = z.strictObject({ ...gradeFields, submitted: Handed }).meta({
  id: 'GradeRequest',
  description: 'A submission, what it was computed from, and what it is worth.',
})
export type GradeRequest = z.output<typeof GradeRequest>

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
