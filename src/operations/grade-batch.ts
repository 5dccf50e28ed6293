import type { GradeBatchRequest } from '../../schemas/grade-batch.ts'
import { ClassBook } from '../core/grading/report.ts'
import type { Tell } from './account.ts'
import { graderOf } from './grade.ts'
import type { Limits } from './operation.ts'

/**
 * POST /v1/grade/batch: the results one after the other, each when somebody is ready to take it, and then the report.
 * What can be refused is refused before the first.
 */
export function runGradeBatch(
  { submissions, ...assignment }: GradeBatchRequest,
  limits: Limits,
  tell: Tell,
): Generator<object> {
  const grade = graderOf(assignment, limits, tell)
  return (function* () {
    const book = new ClassBook()
    for (const { id, submitted } of submissions) {
      const result = grade(submitted)
      book.add(result)
      yield { id, result }
    }
    yield { report: book.report() }
  })()
}
