import { type Cause, causesOf, type Group } from './diagnosis/causes.ts'
import { DOUBLE, type Roundoff, type Tolerance } from './diagnosis/closeness.ts'
import { type Fit, fitTerms } from './diagnosis/fit.ts'
import { type Ground, groundOf } from './diagnosis/ground.ts'
import { type Hint, hintsFor } from './diagnosis/hints.ts'
import type { Judgement } from './diagnosis/judge.ts'
import type { Line, LineName } from './diagnosis/lines.ts'
import { type Measure, measure } from './diagnosis/measure.ts'
import type { Reference } from './diagnosis/reference.ts'
import { roundoffOf, type Submission } from './diagnosis/submission.ts'
import { type Finding, walk } from './diagnosis/walk.ts'

/** What is said of one value, and how far it lies from the right one; no distance where the two can't be compared. */
export interface ValueReport {
  readonly line: Line
  readonly judgement: Judgement
  readonly detail?: string | undefined
  readonly measure?: Measure
}

/** What came of comparing a submission with the circuit. */
export interface Diagnosis {
  /** `precision` when nothing is wrong but digits were lost. */
  readonly verdict: 'correct' | 'precision' | 'wrong'
  /** What the submission was computed in, as said or as its numbers show. */
  readonly roundoff: Roundoff
  /** The first line whose value is wrong by itself; undefined when none is. */
  readonly firstWrong: Line | undefined
  /** Whether the backward pass is right for the forward pass as it was; undefined when that was right, or nothing of the backward pass was submitted. */
  readonly backwardFollows: boolean | undefined
  readonly values: readonly ValueReport[]
  readonly causes: readonly Cause[]
  readonly groups: readonly Group[]
  readonly hints: readonly Hint[]
  readonly ground: Ground
}

/** How to look at a submission. */
export interface Look {
  /** The precision it was computed in; what its numbers show, when left out. */
  readonly roundoff?: Roundoff | undefined
  /** What to allow instead of honest rounding. */
  readonly tolerance?: Tolerance | undefined
}

const BAD: ReadonlySet<Judgement> = new Set(['wrong', 'shape', 'not-finite'])

/** Says of every value of a submission whether it is right, and of the first wrong one what the mistake was. */
export function diagnose(
  reference: Reference,
  submission: Submission,
  { roundoff = roundoffOf(submission, reference.truth(DOUBLE)), tolerance }: Look = {},
): Diagnosis {
  const ground = groundOf(reference, submission, { roundoff, tolerance })
  const walked = walk(ground)
  const { findings } = walked
  const wrong = findings.filter(({ judgement }) => BAD.has(judgement))
  const first = wrong[0]?.line
  const { causes, groups } = causesOf(ground, walked)
  return {
    verdict: verdictOf(findings),
    ...{ roundoff, firstWrong: first, causes, groups, ground },
    backwardFollows: backwardFollows(findings),
    values: findings.map((finding) => reportOf(finding, ground)),
    hints: first ? hintsFor(first, submission.get(first.name), ...likeliest(causes, groups)) : [],
  }
}

/** The cause that ranks first, and those that it can't be told from; and the value that would tell. */
function likeliest(
  causes: readonly Cause[],
  groups: readonly Group[],
): [causes: Cause[], decidedBy: LineName | undefined] {
  const [cause] = causes
  const idOf = ({ hypothesis }: Cause) => hypothesis.mistake.id
  const group = groups.find(
    ({ alternatives }) => cause && alternatives.flat().includes(idOf(cause)),
  )
  const ids = group?.alternatives.flat() ?? (cause ? [idOf(cause)] : [])
  return [causes.filter((each) => ids.includes(idOf(each))), group?.decidedBy]
}

function verdictOf(findings: readonly Finding[]): Diagnosis['verdict'] {
  if (findings.some(({ judgement }) => BAD.has(judgement))) return 'wrong'
  return findings.some(({ judgement }) => judgement === 'precision') ? 'precision' : 'correct'
}

function backwardFollows(findings: readonly Finding[]): boolean | undefined {
  const [forward, backward] = (['forward', 'backward'] as const).map((pass) =>
    findings.filter(({ line, submitted }) => line.pass === pass && submitted !== undefined),
  ) as [Finding[], Finding[]]
  const hasWrong = (some: Finding[]) => some.some(({ judgement }) => BAD.has(judgement))
  return hasWrong(forward) && backward.length > 0 ? !hasWrong(backward) : undefined
}

function reportOf(
  { line, judgement, submitted }: Finding,
  { truth, closeness }: Ground,
): ValueReport {
  const right = truth.get(line.name)
  const compares = submitted && right && submitted.flaw === undefined
  return {
    ...{ line, judgement, detail: submitted?.detail },
    ...(compares && { measure: measure(submitted.value, right, closeness) }),
  }
}

/** The three terms of a dx that is not right; undefined where it is, or where they can't be told apart. */
export function termsOfDx({
  values,
  ground: { truth, layer, submission },
}: Diagnosis): Fit | undefined {
  const judgement = values.find(({ line }) => line.name === 'dx')?.judgement
  const dx = submission.get('dx')
  const isOff = judgement === 'wrong' || judgement === 'follows'
  if (!dx || !isOff || layer.mode === 'eval' || layer.shape.n < 4) return undefined
  return fitTerms(dx.value, truth)
}
