import { z } from 'zod'

export const GithubClassroomOptions = z
  .strictObject({
    maxScore: z
      .int()
      .min(1)
      .max(1e6)
      .optional()
      .describe('The points of the assignment; 100 when left out.'),
    equalWeights: z
      .boolean()
      .optional()
      .describe(
        'Whether every test counts the same: one point if it passed, of as many as there are tests. Only then is the table in the log the grade.',
      ),
  })
  .refine(
    ({ maxScore, equalWeights }) => maxScore === undefined || !equalWeights,
    'with equalWeights there are as many points as tests',
  )
  .meta({ id: 'GithubClassroomOptions', description: 'How tests weigh on GitHub Classroom.' })

const Status = z.enum(['pass', 'fail', 'error'])

const Test = z
  .object({
    name: z.string(),
    status: Status,
    message: z.string().nullable(),
    score: z.int().min(0),
    test_code: z.literal(''),
    filename: z.literal(''),
    line_no: z.literal(0),
    execution_time: z.literal('0s'),
  })
  .meta({ id: 'GithubClassroomTest', description: 'One test for the reporter.' })

/** The document for GitHub Classroom, to be base64-encoded. */
export const GithubClassroomResult = z
  .object({
    version: z.literal(1),
    status: Status,
    max_score: z.int().min(1),
    tests: z.array(Test).min(1),
  })
  .refine(
    ({ max_score, tests }) => tests.reduce((sum, { score }) => sum + score, 0) <= max_score,
    'the scores add up to more than max_score',
  )
  .meta({
    id: 'GithubClassroomResult',
    description:
      "The result for GitHub Classroom's reporter, which reads it base64-encoded. The grade is the sum of the tests' scores.",
  })
