import { z } from 'zod'
import { Points } from './numbers.ts'

export const AutolabOptions = z
  .strictObject({
    problem: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        "The problem that gets the whole score, by its name on the assessment's page; when left out every test is a problem, named by its id.",
      ),
  })
  .meta({ id: 'AutolabOptions', description: 'Which problem the points go to.' })

const Stage = z
  .record(z.string(), z.object({ passed: z.boolean(), hint: z.string().exactOptional() }))
  .meta({ id: 'AutolabStage', description: 'Whether each test has passed, and a hint.' })

const Feedback = z
  .object({
    _presentation: z.literal('semantic'),
    stages: z.tuple([z.literal('Result'), z.literal('Tests')]),
    Result: Stage,
    Tests: Stage,
  })
  .meta({ id: 'AutolabFeedback', description: 'The line before the last: what students see.' })

const Scores = z
  .object({
    scores: z.record(z.string(), Points).describe('Absolute points by the names of the problems.'),
  })
  .meta({ id: 'AutolabScores', description: 'The last line: the only one that counts.' })

/** The document for Autolab: the last two lines of standard output. */
export const AutolabResult = z.tuple([Feedback, Scores]).meta({
  id: 'AutolabResult',
  description: 'Two lines of JSON, the last that an autograder of Autolab prints.',
})
