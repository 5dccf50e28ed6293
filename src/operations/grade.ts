import type { GradeReply, GradeRequest } from '../../schemas/grade.ts'
import { InputsRequest } from '../../schemas/inputs.ts'
import { DOUBLE, SINGLE } from '../core/diagnosis/closeness.ts'
import { wireName } from '../core/diagnosis/lines.ts'
import { type Reference, referenceOf } from '../core/diagnosis/reference.ts'
import type { Submission } from '../core/diagnosis/submission.ts'
import { diagnose } from '../core/diagnosis.ts'
import { gradeOf, ungradable } from '../core/grading/grade.ts'
import { type GradeResult, LONGEST_MESSAGE } from '../core/grading/result.ts'
import { type Test, testsOf } from '../core/grading/rubric.ts'
import { bounded } from '../core/grading/shown.ts'
import type { Layout } from '../formats/layout.ts'
import { isTensor } from '../formats/tensor.ts'
import type { Tell } from './account.ts'
import { demandWork, diagnosisWork } from './diagnose.ts'
import { readLayer } from './diagnosis-inputs.ts'
import { runInputs } from './inputs.ts'
import type { Limits } from './operation.ts'
import { readSubmission } from './submitted.ts'
import { within } from './within.ts'

/** What is the same for every submission. */
export type Assignment = Omit<GradeRequest, 'submitted'>

/** Grades one submission after the other; what they are compared with is computed once. */
export type Grader = (handed: unknown) => GradeResult

/** POST /v1/grade. */
export function runGrade(
  { submitted, ...assignment }: GradeRequest,
  limits: Limits,
  tell: Tell,
): GradeReply {
  return graderOf(assignment, limits, tell)(submitted) as GradeReply
}

/**
 * A grader for an assignment.
 *
 * @throws Refusal for what the instructor sent: as readLayer and testsOf do, `singular`, `too-much-work`
 */
export function graderOf(assignment: Assignment, { checkWork }: Limits, tell: Tell): Grader {
  const { inputs, rubric, hints, reveal, submittedDtype, tolerance } = assignment
  const { given, layout } = within(['inputs'], () => readLayer(arraysOf(inputs)))
  demandWork(layout, checkWork, ['inputs', inputs.x ? 'x' : 'shape'])
  const reference = within(['inputs'], () => referenceOf(given))
  const tests = testsOf(rubric, reference.layer(DOUBLE).lines, inputs.x !== undefined)
  const desk = { reference, layout, tests }
  return (handed) => {
    const submission = read(handed, desk)
    if (typeof submission === 'string') {
      tell({ verdict: 'ungradable' })
      return ungradable(submission, tests, rubric)
    }
    const roundoff = submittedDtype && (submittedDtype === 'float32' ? SINGLE : DOUBLE)
    const found = diagnose(reference, submission, { roundoff, tolerance })
    const result = gradeOf(found, tests, rubric, { hints, reveal })
    const why = unreadable(submission)
    tell(
      why === undefined
        ? { verdict: found.verdict, mistake: result.causes[0]?.id }
        : { verdict: 'ungradable' },
    )
    return why === undefined ? result : { ...result, gradable: false, message: why }
  }
}

/** The arrays that a submission was computed from: as they were sent, or drawn. */
function arraysOf({ x, ...inputs }: Assignment['inputs']) {
  return x ? { ...inputs, x } : runInputs(InputsRequest.parse(inputs))
}

interface Desk {
  readonly reference: Reference
  readonly layout: Layout
  readonly tests: readonly Test[]
}

/** Of names that are not known so many are said, and so much of each. */
const MOST_NAMES = 10
const LONGEST_NAME = 40

/** What was handed in of what is graded; a sentence when it is nothing. */
function read(handed: unknown, { reference, layout, tests }: Desk): Submission | string {
  if (typeof handed !== 'object' || handed === null || Array.isArray(handed) || isTensor(handed)) {
    const came =
      handed === null || handed === undefined
        ? 'Nothing was handed in'
        : 'What was handed in is no object'
    return `${came}: a submission is an object of values by name.`
  }
  const { lines } = reference.layer(DOUBLE)
  const submission = readSubmission(handed as Record<string, unknown>, lines, layout)
  const asked = tests.flatMap(({ lines: names }) => names)
  if (asked.some((name) => submission.has(name))) return submission
  const others = Object.keys(handed)
    .slice(0, MOST_NAMES)
    .map((name) => name.slice(0, LONGEST_NAME))
  const there = others.length > 0 ? ` There is ${others.join(', ')}.` : ''
  return bounded(
    `Nothing of what is graded was handed in: ${asked.map(wireName).join(', ')}.${there}`,
    LONGEST_MESSAGE,
  )
}

/** Why nothing of a submission can be compared; undefined when something can. */
function unreadable(submission: Submission): string | undefined {
  const values = [...submission]
  if (values.some(([, { value }]) => value.data.length > 0)) return undefined
  const reasons = values.map(([name, { detail = '' }]) => `${wireName(name)} ${detail}`)
  return bounded(
    `Nothing that was handed in could be read: ${reasons.join('; ')}.`,
    LONGEST_MESSAGE,
  )
}

/** As diagnosisWork, roughly: no grading is done where requests arrive. */
export function gradeWork({ inputs }: Pick<GradeRequest, 'inputs'>): number {
  const n = gradedShape({ inputs }).reduce((product, size) => product * size, 1)
  return diagnosisWork({ n, d: 1 })
}

/** The shape of x, as it is or will be drawn. */
export function gradedShape({ inputs }: Pick<GradeRequest, 'inputs'>): readonly number[] {
  return inputs.x?.shape ?? inputs.shape ?? InputsRequest.parse({}).shape
}
