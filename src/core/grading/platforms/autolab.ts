import type { GradeResult } from '../result.ts'
import { presentable, told } from '../shown.ts'

export interface AutolabOptions {
  /** The problem that gets the whole score; when left out every test is a problem, named by its id. */
  readonly problem?: string | undefined
}

interface Stage {
  readonly [test: string]: { readonly passed: boolean; readonly hint?: string }
}

/** The line before the last: what students see. */
export interface AutolabFeedback {
  readonly _presentation: 'semantic'
  readonly stages: readonly ['Result', 'Tests']
  readonly Result: Stage
  readonly Tests: Stage
}

/** The last line. */
export interface AutolabScores {
  readonly scores: Readonly<Record<string, number>>
}

/**
 * The last two lines that an autograder of Autolab prints (https://docs.autolabproject.com/lab/#writing-autograders and
 * .../features/formatted-feedback/).
 *
 * Only the very last line counts, whatever it is: a line that student code prints later is the grade. Points are
 * absolute, and the names have to be those of the problems on the assessment's page; a score for another is dropped.
 */
export function autolab(
  given: GradeResult,
  { problem }: AutolabOptions = {},
): [AutolabFeedback, AutolabScores] {
  const result = presentable(given)
  const { score, passed, tests } = result
  const scores =
    problem === undefined ? tests.map(({ id, points }) => [id, points]) : [[problem, score]]
  return [
    {
      _presentation: 'semantic',
      stages: ['Result', 'Tests'],
      Result: { Total: verdict(passed, told(result)) },
      Tests: Object.fromEntries(
        tests.map(({ id, passed, message }) => [id, verdict(passed, message)]),
      ),
    },
    { scores: Object.fromEntries(scores) },
  ]
}

const verdict = (passed: boolean, hint: string) => (hint === '' ? { passed } : { passed, hint })
