import type { GradeResult } from '../result.ts'
import { presentable, told } from '../shown.ts'

/** When students see something: the platform's words. */
export const VISIBILITIES = ['hidden', 'after_due_date', 'after_published', 'visible'] as const
export type Visibility = (typeof VISIBILITIES)[number]

export interface GradescopeOptions {
  /** Of the result as a whole. */
  readonly visibility?: Visibility | undefined
  /** Of every test. */
  readonly testVisibility?: Visibility | undefined
}

export interface GradescopeTest {
  readonly name: string
  readonly score: number
  readonly max_score: number
  readonly status: 'passed' | 'failed'
  readonly output: string
  readonly visibility?: Visibility
}

export interface GradescopeResult {
  readonly score: number
  readonly output: string
  readonly output_format: 'text'
  readonly test_output_format: 'text'
  readonly test_name_format: 'text'
  readonly visibility?: Visibility
  readonly tests: readonly GradescopeTest[]
  /** For the staff: students never see it. */
  readonly extra_data: {
    readonly fraction: number
    readonly gradable: boolean
    readonly firstWrong: GradeResult['firstWrong']
    readonly causes: readonly string[]
  }
}

/**
 * Gradescope's results.json (https://gradescope-autograders.readthedocs.io/en/latest/specs/).
 *
 * Points are absolute: the assignment is worth what the rubric is worth. The score at the top overrides the sum over
 * the tests, so it is always there. Formats are named, for the default of a field may change and Markdown or HTML would
 * make something of a `<` or a `_` in a message.
 */
export function gradescope(
  given: GradeResult,
  { visibility, testVisibility }: GradescopeOptions = {},
): GradescopeResult {
  const result = presentable(given)
  const { score, fraction, gradable, firstWrong, causes } = result
  return {
    score,
    output: told(result),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    ...(visibility && { visibility }),
    tests: result.tests.map(({ name, points, maxPoints, passed, message }) => ({
      name,
      score: points,
      max_score: maxPoints,
      status: passed ? 'passed' : 'failed',
      output: message,
      // As soon as one test is not visible, students no longer see their total either.
      ...(testVisibility && { visibility: testVisibility }),
    })),
    extra_data: { fraction, gradable, firstWrong, causes: causes.map(({ id }) => id) },
  }
}
