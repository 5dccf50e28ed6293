import { z } from 'zod'
import { Visibility } from './gradescope.ts'
import { Points } from './numbers.ts'

export const OtterOptions = z
  .strictObject({
    testVisibility: Visibility.optional().describe('Of every test; `visible` when left out.'),
  })
  .meta({ id: 'OtterOptions', description: 'What students see of the tests, and when.' })

const rounded = Points.refine(
  (value) => Number(value.toFixed(5)) === value,
  'has more than 5 decimals',
)

const Test = z
  .object({
    name: z.string(),
    score: rounded,
    max_score: rounded,
    visibility: Visibility,
    output: z.string(),
  })
  .refine(({ score, max_score }) => score <= max_score, 'the score is above max_score')
  .meta({ id: 'OtterTest', description: 'One test as Otter-Grader exports it.' })

const Summary = z
  .object({
    name: z.literal('Public Tests'),
    visibility: z.literal('visible'),
    status: z.enum(['passed', 'failed']),
    output: z.string(),
  })
  .meta({ id: 'OtterSummary', description: 'All tests together, without points.' })

/** The document for Otter-Grader: results.json as it exports it. */
export const OtterResult = z
  .object({ tests: z.tuple([Summary], Test) })
  .meta({ id: 'OtterResult', description: 'results.json of Otter-Grader.' })
