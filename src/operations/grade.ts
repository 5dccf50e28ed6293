import type { GradeReply, GradeRequest } from '../../schemas/grade.ts'
import { DOUBLE, SINGLE } from '../core/diagnosis/closeness.ts'
import { wireName } from '../core/diagnosis/lines.ts'
import { type Reference, referenceOf } from '../core/diagnosis/reference.ts'
import { type Diagnosis, diagnose } from '../core/diagnosis.ts'
import { gradeOf, ungradable } from '../core/grading/grade.ts'
import type { GradeResult } from '../core/grading/result.ts'
import { type Test, testsOf } from '../core/grading/rubric.ts'
import type { Layout } from '../formats/layout.ts'
import { demandWork } from './diagnose.ts'
import { readLayer } from './diagnosis-inputs.ts'
import type { Limits } from './operation.ts'
import { readSubmission } from './submitted.ts'

/** What is the same for every submission. */
export type Assignment = Omit<GradeRequest, 'submitted'>

/** Grades one submission after the other; what they are compared with is computed once. */
export type Grader = (handed: unknown) => GradeResult

/** POST /v1/grade. */
export function runGrade({ submitted, ...assignment }: GradeRequest, limits: Limits): GradeReply {
  return graderOf(assignment, 1, limits)(submitted) as GradeReply
}

/**
 * A grader for an assignment.
 *
 * @param submissions how many there will be
 * @throws Refusal for what the instructor sent: as readLayer and testsOf do, `singular`, `too-much-work`
 */
export function graderOf(
  assignment: Assignment,
  submissions: number,
  { checkWork }: Limits,
): Grader {
  const { inputs, rubric, hints, reveal } = assignment
  const { given, layout } = readLayer(inputs)
  demandWork(layout, checkWork, submissions)
  const reference = referenceOf(given)
  const tests = testsOf(rubric, reference.layer(DOUBLE).lines)
  return (handed) => {
    const found = look(handed, { assignment, reference, layout, tests })
    return typeof found === 'string'
      ? ungradable(found, tests, rubric)
      : gradeOf(found, tests, rubric, { hints, reveal })
  }
}

interface Desk {
  readonly assignment: Assignment
  readonly reference: Reference
  readonly layout: Layout
  readonly tests: readonly Test[]
}

/** The diagnosis of what was handed in; a sentence when there is nothing to look at. */
function look(handed: unknown, desk: Desk): Diagnosis | string {
  const { assignment, reference, layout, tests } = desk
  const { submittedDtype, tolerance } = assignment
  if (typeof handed !== 'object' || handed === null || Array.isArray(handed)) {
    return 'Nothing was handed in: a submission is an object of values by name.'
  }
  const { lines } = reference.layer(DOUBLE)
  const submission = readSubmission(handed as Record<string, unknown>, lines, layout)
  const asked = new Set(tests.flatMap(({ lines: names }) => names))
  const some = [...submission].filter(([name]) => asked.has(name))
  if (some.length === 0) {
    const names = [...asked].map(wireName).join(', ')
    return `Nothing of what is graded was handed in: ${names}.`
  }
  if (some.every(([, { value }]) => value.data.length === 0)) {
    const first = some.map(
      ([name, { detail = 'can not be read' }]) => `${wireName(name)} ${detail}`,
    )
    return `Nothing that was handed in could be read: ${first.join('; ')}.`
  }
  const roundoff = submittedDtype && (submittedDtype === 'float32' ? SINGLE : DOUBLE)
  return diagnose(reference, submission, { roundoff, tolerance })
}
