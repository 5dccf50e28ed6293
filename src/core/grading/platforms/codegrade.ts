import type { GradeResult } from '../result.ts'
import { presentable } from '../shown.ts'

export interface CodegradeResult {
  readonly tag: 'points'
  /** The part of the step's weight that is earned, 0 to 1. */
  readonly points: number
}

/**
 * The line that a custom test of CodeGrade's AutoTest v2 writes to file descriptor 3 (https://docs.codegrade.com).
 *
 * It is a fraction, which the platform multiplies by the weight of the step. What students read is whatever the test
 * prints: for that there is the text.
 */
export function codegrade(given: GradeResult): CodegradeResult {
  return { tag: 'points', points: presentable(given).fraction }
}
