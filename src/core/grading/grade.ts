import { type Line, wireName } from '../diagnosis/lines.ts'
import type { Diagnosis, ValueReport } from '../diagnosis.ts'
import { messageFor } from './messages.ts'
import { type GradeResult, LONGEST_MESSAGE, type TestResult, type Verdict } from './result.ts'
import type { Rubric, Test } from './rubric.ts'
import { bounded } from './shown.ts'

/** The verdicts from the worst to the best. */
const WORST_FIRST: readonly Verdict[] = [
  'not-finite',
  'shape',
  'wrong',
  'precision',
  'follows',
  'correct',
]

const NOT_SUBMITTED = 'Not submitted.'

/** What a grader may tell. */
export interface Telling {
  /** The highest level of hints. */
  readonly hints: number
  /** Whether right numbers and formulas may be told. */
  readonly reveal: boolean
}

/** Turns a diagnosis into points and reasons: the same for the same submission, always. */
export function gradeOf(
  diagnosis: Diagnosis,
  tests: readonly Test[],
  rubric: Rubric,
  telling: Telling,
): GradeResult {
  const byName = new Map(diagnosis.values.map((report) => [report.line.name, report]))
  const results = tests.map((test) =>
    resultOf(
      test,
      test.lines.flatMap((name) => byName.get(name) ?? []),
      rubric,
      telling,
    ),
  )
  const most = telling.reveal ? telling.hints : Math.min(telling.hints, 2)
  const hints = diagnosis.hints.filter(({ level }) => level <= most).map(({ text }) => text)
  const { firstWrong: first, causes } = diagnosis
  return {
    ...scored(results, rubric),
    gradable: true,
    message: messageOf(first, results, most),
    tests: results,
    firstWrong: first ? { pass: first.pass, step: first.step, name: wireName(first.name) } : null,
    causes: causes.map(({ hypothesis: { mistake }, line: { pass, step }, confidence }) => ({
      ...{ id: mistake.id, pass, step, confidence },
    })),
    hints,
  }
}

/** The whole in a sentence. */
function messageOf(first: Line | undefined, results: readonly TestResult[], most: number): string {
  // Which step it is, is a hint of its own.
  const place = first && most > 1 ? `, step ${first.step} of the ${SAID[first.pass]}` : ''
  if (first) return `First wrong: ${wireName(first.name)}${place}.`
  const ids = (verdict: Verdict) =>
    results.filter((each) => each.verdict === verdict).map(({ id }) => id)
  const buts = [
    ...(ids('missing').length > 0 ? [`not all is there: ${ids('missing').join(', ')}`] : []),
    ...(ids('precision').length > 0 ? [`digits were lost: ${ids('precision').join(', ')}`] : []),
  ]
  return bounded(`Nothing is wrong${buts.map((but) => `, but ${but}`).join('')}.`, LONGEST_MESSAGE)
}

const SAID = { forward: 'forward pass', running: 'running statistics', backward: 'backward pass' }

/** The result of a submission of which nothing could be read. @param why a sentence */
export function ungradable(why: string, tests: readonly Test[], rubric: Rubric): GradeResult {
  const results = tests.map(
    ({ id, name, maxPoints }): TestResult => ({
      ...{ id, name, maxPoints, points: 0, passed: false, verdict: 'missing' },
      message: NOT_SUBMITTED,
    }),
  )
  return {
    ...scored(results, rubric),
    ...{ gradable: false, message: bounded(why, LONGEST_MESSAGE), tests: results },
    ...{ firstWrong: null, causes: [], hints: [] },
  }
}

function scored(results: readonly TestResult[], { passAt }: Rubric) {
  const sum = (of: (result: TestResult) => number) =>
    results.reduce((all, each) => all + of(each), 0)
  const maxScore = sum(({ maxPoints }) => maxPoints)
  const score = sum(({ points }) => points)
  const fraction = score / maxScore
  return { score, maxScore, fraction, passed: fraction >= passAt }
}

function resultOf(
  { id, name, maxPoints }: Test,
  reports: readonly ValueReport[],
  { follows, precision }: Rubric,
  telling: Telling,
): TestResult {
  const credit: Partial<Record<Verdict, number>> = { correct: 1, follows, precision }
  const submitted = reports.filter(({ judgement }) => judgement !== 'missing')
  const share =
    submitted.reduce((sum, { judgement }) => sum + (credit[judgement] ?? 0), 0) / submitted.length
  const points = submitted.length === 0 ? 0 : maxPoints * share
  return {
    ...{ id, name, maxPoints, points },
    passed: points === maxPoints,
    verdict:
      WORST_FIRST.find((each) => submitted.some(({ judgement }) => judgement === each)) ??
      'missing',
    message: bounded(
      submitted.length === 0
        ? NOT_SUBMITTED
        : submitted.map((report) => messageFor(report, telling.reveal)).join(' '),
      LONGEST_MESSAGE,
    ),
  }
}
