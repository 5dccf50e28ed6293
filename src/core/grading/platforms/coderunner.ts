import { escaped } from '../../markup.ts'
import type { GradeResult } from '../result.ts'
import { presentable } from '../shown.ts'

/** The table's columns. `iscorrect` becomes ticks and crosses; the others are shown, as text. */
const HEADER = ['iscorrect', 'Test', 'Points', 'Comment'] as const

export interface CoderunnerResult {
  readonly fraction: number
  readonly prologuehtml: string
  readonly testresults: readonly [
    typeof HEADER,
    ...(readonly [iscorrect: 0 | 1, test: string, points: string, comment: string])[],
  ]
  readonly columnformats: readonly ['%s', '%s', '%s']
  readonly epiloguehtml: string
}

/**
 * What a combinator template grader of CodeRunner prints (https://coderunner.org.nz, the author guide).
 *
 * It is all that stdout may hold, and stderr has to stay empty: with a single warning there the sandbox calls the run a
 * failure, and the question is marked as broken. So it is with a fraction outside 0 to 1, a field that CodeRunner does
 * not know, or a number of formats that is not that of the shown columns. Prologue and epilogue are HTML; `%s` columns
 * are escaped by the platform.
 */
export function coderunner(given: GradeResult): CoderunnerResult {
  const { fraction, message, hints, tests } = presentable(given)
  return {
    fraction,
    prologuehtml: `<p>${lines(message)}</p>`,
    testresults: [
      HEADER,
      ...tests.map(
        ({ name, points, maxPoints, passed, message }) =>
          [passed ? 1 : 0, name, `${points} of ${maxPoints}`, message] as const,
      ),
    ],
    columnformats: ['%s', '%s', '%s'],
    epiloguehtml:
      hints.length === 0
        ? ''
        : `<ul>${hints.map((hint) => `<li>${lines(hint)}</li>`).join('')}</ul>`,
  }
}

const lines = (text: string) => escaped(text).replaceAll('\n', '<br/>')
