import type { GradeResult } from '../result.ts'
import { presentable } from '../shown.ts'
import { text } from './text.ts'

export interface CourseraResult {
  readonly fractionalScore: number
  readonly feedback: string
}

/**
 * Coursera's feedback.json of a custom grader (https://github.com/coursera/programming-assignments-demo).
 *
 * The score is a fraction and has to be a number: `"0.5"` fails the grader. Without `feedbackType` the feedback is the
 * text in the document; with it Coursera would look for a second file.
 */
export function coursera(given: GradeResult): CourseraResult {
  const result = presentable(given)
  return { fractionalScore: result.fraction, feedback: text(result) }
}
