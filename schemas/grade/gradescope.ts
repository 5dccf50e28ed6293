import { z } from 'zod'
import { VISIBILITIES } from '../../src/core/grading/platforms/gradescope.ts'
import { Fraction, Points } from './numbers.ts'

export const Visibility = z.enum(VISIBILITIES).meta({
  id: 'GradescopeVisibility',
  description: 'When students see something, in the words of Gradescope.',
})

export const GradescopeOptions = z
  .strictObject({
    visibility: Visibility.optional().describe(
      "Of the result as a whole; the assignment's own when left out.",
    ),
    testVisibility: Visibility.optional().describe(
      'Of every test. Unless it is `visible` or left out, students do not see their total.',
    ),
  })
  .meta({ id: 'GradescopeOptions', description: 'What students see on Gradescope, and when.' })

const Test = z
  .object({
    name: z.string(),
    score: Points,
    max_score: Points,
    status: z.enum(['passed', 'failed']),
    output: z.string(),
    visibility: Visibility.exactOptional(),
  })
  .refine(({ score, max_score }) => score <= max_score, 'the score is above max_score')
  .meta({ id: 'GradescopeTest', description: 'One test as Gradescope shows it.' })

/** The document for Gradescope: results.json. */
export const GradescopeResult = z
  .object({
    score: Points.describe('Absolute points; it overrides the sum over the tests.'),
    output: z.string(),
    output_format: z.literal('text'),
    test_output_format: z.literal('text'),
    test_name_format: z.literal('text'),
    visibility: Visibility.exactOptional(),
    tests: z.array(Test).min(1),
    extra_data: z
      .object({
        fraction: Fraction,
        gradable: z.boolean(),
        firstWrong: z
          .object({
            pass: z.enum(['forward', 'running', 'backward']),
            step: z.int(),
            name: z.string(),
          })
          .nullable(),
        causes: z.array(z.string()),
      })
      .describe('For the staff: students never see it.'),
  })
  .meta({ id: 'GradescopeResult', description: 'results.json of Gradescope.' })
