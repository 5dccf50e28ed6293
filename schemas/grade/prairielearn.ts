import { z } from 'zod'
import { Fraction, Points } from './numbers.ts'

const Test = z
  .object({ name: z.string(), points: Points, max_points: Points, message: z.string() })
  .refine(({ points, max_points }) => points <= max_points, 'points are above max_points')
  .meta({ id: 'PrairieLearnTest', description: 'One test as PrairieLearn shows it.' })

/** The document for PrairieLearn: results.json. */
export const PrairieLearnResult = z
  .discriminatedUnion('gradable', [
    z.object({
      gradable: z.literal(true),
      score: Fraction.describe('A fraction, never points.'),
      message: z.string(),
      tests: z.array(Test).min(1),
    }),
    z.object({
      gradable: z.literal(false),
      format_errors: z.array(z.string()).min(1),
    }),
  ])
  .meta({
    id: 'PrairieLearnResult',
    description:
      'results.json of an external grader of PrairieLearn; less than 1 MB. A submission that can not be read is not gradable, and costs no attempt.',
  })
