import type { GradeResult } from '../result.ts'
import { presentable, told } from '../shown.ts'
import type { Visibility } from './gradescope.ts'

export interface OtterOptions {
  /** Of every test; `visible` when left out. */
  readonly testVisibility?: Visibility | undefined
}

export interface OtterTest {
  readonly name: string
  readonly score: number
  readonly max_score: number
  readonly visibility: Visibility
  readonly output: string
}

export interface OtterResult {
  readonly tests: readonly [
    {
      readonly name: 'Public Tests'
      readonly visibility: 'visible'
      readonly status: 'passed' | 'failed'
      readonly output: string
    },
    ...OtterTest[],
  ]
}

/**
 * What otter-grader writes to results.json (https://otter-grader.readthedocs.io, in its code
 * `GradingResults.to_gradescope_dict`): a summary of all tests without points, then the tests, their points rounded to
 * 5 decimals. There is no total: Gradescope adds up the tests.
 *
 * In a test file of Otter a test passes or raises. What an adapter raises is the `output` of a test whose score is not
 * its max_score.
 */
export function otter(
  given: GradeResult,
  { testVisibility: visibility = 'visible' }: OtterOptions = {},
): OtterResult {
  const result = presentable(given)
  const { passed, tests } = result
  return {
    tests: [
      {
        name: 'Public Tests',
        visibility: 'visible',
        status: passed ? 'passed' : 'failed',
        output: told(result),
      },
      ...tests.map(({ id, points, maxPoints, message }) => ({
        name: id,
        score: rounded(points),
        max_score: rounded(maxPoints),
        visibility,
        output: message,
      })),
    ],
  }
}

const rounded = (value: number) => Number(value.toFixed(5))
