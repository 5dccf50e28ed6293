import type { GradeResult } from '../result.ts'
import { presentable, told } from '../shown.ts'

export interface PrairieLearnTest {
  readonly name: string
  readonly points: number
  readonly max_points: number
  readonly message: string
}

export type PrairieLearnResult =
  | {
      readonly gradable: true
      readonly score: number
      readonly message: string
      readonly tests: readonly PrairieLearnTest[]
    }
  | { readonly gradable: false; readonly format_errors: readonly string[] }

/**
 * PrairieLearn's results.json of an external grader (https://prairielearn.readthedocs.io/en/latest/externalGrading/).
 *
 * The score is a fraction. One that lies outside 0 to 1, by a rounding error or because it was meant as points, makes
 * the whole submission ungradable, without a word why. Points are shown only if every test has both `points` and
 * `max_points`. A submission that could not be read costs no attempt, if the document says so.
 */
export function prairielearn(given: GradeResult): PrairieLearnResult {
  const result = presentable(given)
  const { gradable, fraction, tests } = result
  if (!gradable) return { gradable, format_errors: [told(result)] }
  return {
    gradable,
    score: fraction,
    message: told(result),
    tests: tests.map(({ name, points, maxPoints, message }) => ({
      name,
      points,
      max_points: maxPoints,
      message,
    })),
  }
}
