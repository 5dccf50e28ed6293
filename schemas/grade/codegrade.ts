import { z } from 'zod'
import { Fraction } from './numbers.ts'

/** The document for CodeGrade: one line for file descriptor 3. */
export const CodegradeResult = z
  .object({
    tag: z.literal('points'),
    points: Fraction.describe("The part of the step's weight that is earned."),
  })
  .meta({ id: 'CodegradeResult', description: 'The line for file descriptor 3 in AutoTest v2.' })
