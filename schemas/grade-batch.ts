import { z } from 'zod'
import { Pass, ValueVerdict } from './diagnose.ts'
import { GradeReply, gradeFields, Handed } from './grade.ts'

/** The most submissions of one request. */
const MOST = 10_000

/** The input of POST /v1/grade/batch. */
export const GradeBatchRequest = z
  .strictObject({
    ...gradeFields,
    submissions: z
      .array(
        z
          .strictObject({
            id: z.string().min(1).max(200).describe('Whose it is; it comes back with the result.'),
            submitted: Handed.optional(),
          })
          .meta({ id: 'ClassSubmission', description: 'One submission of a class.' }),
      )
      .min(1)
      .max(MOST),
  })
  .meta({
    id: 'GradeBatchRequest',
    description:
      'The submissions of a class, what they were computed from, and what they are worth.',
  })
export type GradeBatchRequest = z.output<typeof GradeBatchRequest>

const count = z.int().min(0)

export const ClassReport = z
  .object({
    submissions: count,
    passed: count,
    ungradable: count.describe('Those of which nothing could be read.'),
    meanFraction: z.number().min(0).max(1),
    mistakes: z
      .array(z.object({ id: z.string(), submissions: count }))
      .describe(
        "How many made which mistake, the most frequent first. Of mistakes that can't be told apart each counts.",
      ),
    firstWrong: z
      .array(z.object({ pass: Pass, step: z.int().min(0).max(9), submissions: count }))
      .describe(
        'How many went wrong at which step first, the most frequent first: the hardest step.',
      ),
    tests: z.array(
      z.object({
        id: z.string(),
        maxPoints: z.number(),
        meanPoints: z.number(),
        verdicts: z.partialRecord(ValueVerdict, count),
      }),
    ),
  })
  .meta({ id: 'ClassReport', description: 'How a class has done.' })

/** The output of POST /v1/grade/batch, each entry a line. */
export const GradeBatchReply = z
  .array(
    z.union([z.object({ id: z.string(), result: GradeReply }), z.object({ report: ClassReport })]),
  )
  .meta({
    id: 'GradeBatchReply',
    description:
      'Each entry is a line: a result as soon as it is found, in the order of the request; the last one is the report on the class.',
  })
