import { z } from 'zod'
import { Fraction } from './numbers.ts'

/** The document for Coursera: feedback.json. */
export const CourseraResult = z
  .object({ fractionalScore: Fraction, feedback: z.string() })
  .meta({ id: 'CourseraResult', description: 'feedback.json of a custom grader of Coursera.' })
