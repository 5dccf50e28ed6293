import type { GradeResult } from '../result.ts'
import { bounded, presentable } from '../shown.ts'
import { text } from './text.ts'

/** In characters, none of which takes more than 3 bytes. */
const LONGEST_FEEDBACK = 21_000

export interface CourseraResult {
  readonly fractionalScore: number
  readonly feedback: string
}

/**
 * Coursera's feedback.json of a custom grader (https://github.com/coursera/programming-assignments-demo).
 *
 * The score is a fraction, and the feedback plain text, of which students see the first 64 KB. With a `feedbackType`
 * the platform would look for a second file.
 */
export function coursera(given: GradeResult): CourseraResult {
  const result = presentable(given)
  return { fractionalScore: result.fraction, feedback: bounded(text(result), LONGEST_FEEDBACK) }
}
