import type { GradeResult, TestResult } from '../result.ts'
import { firstLine, presentable } from '../shown.ts'

export interface GithubClassroomOptions {
  /** The points of the assignment, a whole number; 100 when left out. */
  readonly maxScore?: number | undefined
  /** Whether every test counts the same: one point if it passed, of as many as there are tests. */
  readonly equalWeights?: boolean | undefined
}

type Status = 'pass' | 'fail' | 'error'

export interface GithubClassroomTest {
  readonly name: string
  readonly status: Status
  readonly message: string | null
  readonly score: number
  readonly test_code: ''
  readonly filename: ''
  readonly line_no: 0
  readonly execution_time: '0s'
}

export interface GithubClassroomResult {
  readonly version: 1
  readonly status: Status
  readonly max_score: number
  readonly tests: readonly GithubClassroomTest[]
}

/**
 * The result that GitHub Classroom's autograding-grading-reporter reads, base64-encoded, from the output `result` of a
 * step (https://github.com/classroom-resources/autograding-grading-reporter).
 *
 * The reporter counts twice. The table in the log gives max_score / n points for each of n tests that passed, the grade
 * is the sum of the tests' scores: the two agree only if all tests weigh the same. And without a max_score, or with 0,
 * it reports nothing. Scores are whole points here, so that they add up without a rounding error.
 */
export function githubClassroom(
  given: GradeResult,
  { maxScore = 100, equalWeights = false }: GithubClassroomOptions = {},
): GithubClassroomResult {
  const result = presentable(given)
  const { gradable, passed, tests } = result
  const status = (passed: boolean) => (passed ? 'pass' : gradable ? 'fail' : 'error')
  const scores = equalWeights
    ? tests.map((test) => Number(test.passed))
    : wholePoints(tests, result.maxScore, maxScore)
  return {
    version: 1,
    status: status(passed),
    max_score: equalWeights ? tests.length : maxScore,
    tests: tests.map((test, k) => ({
      name: test.name,
      status: status(test.passed),
      message: test.passed ? null : (gradable ? test.message : firstLine(result.message)) || null,
      score: scores[k] as number,
      test_code: '',
      filename: '',
      line_no: 0,
      execution_time: '0s',
    })),
  }
}

/** More than the rounding errors of a sum, and less than anything that is worth a point. */
const SLACK = 1e-9

/** Whole points whose sum is that of the real ones, rounded down: each is what it adds to the sum so far. */
function wholePoints(tests: readonly TestResult[], of: number, most: number): number[] {
  let [sum, given] = [0, 0]
  return tests.map(({ points }) => {
    sum += points
    const whole = Math.min(most, Math.floor((sum / of) * most + SLACK)) - given
    given += whole
    return whole
  })
}
