import type { DiagnoseReply, DiagnoseRequest } from '../../schemas/diagnose.ts'
import { DOUBLE, SINGLE } from '../core/diagnosis/closeness.ts'
import { hiddenMistakes } from '../core/diagnosis/hidden.ts'
import { wireName } from '../core/diagnosis/lines.ts'
import { referenceOf } from '../core/diagnosis/reference.ts'
import { inputWarnings } from '../core/diagnosis/warn.ts'
import { diagnose, termsOfDx } from '../core/diagnosis.ts'
import { type Path, Refusal } from '../core/errors.ts'
import { BACKWARD } from '../core/graph.ts'
import type { Layout } from '../formats/layout.ts'
import type { Tell } from './account.ts'
import { demandDout, readLayer } from './diagnosis-inputs.ts'
import type { Limits } from './operation.ts'
import {
  presentCauses,
  presentGroups,
  presentHints,
  presentLine,
  presentValues,
} from './present-diagnosis.ts'
import { readSubmission } from './submitted.ts'

/** POST /v1/diagnose. */
export function runDiagnose(
  request: DiagnoseRequest,
  { checkWork }: Limits,
  tell: Tell,
): DiagnoseReply {
  const { submitted, submittedDtype, tolerance, hints, reveal, dout } = request
  demandValues(submitted)
  demandDout(
    dout,
    submitted,
    BACKWARD.map(({ name }) => name),
  )
  const { given, layout } = readLayer(request)
  demandWork(layout, checkWork)
  demandRunning(submitted, given.kept !== undefined)
  const reference = referenceOf(given)
  const submission = readSubmission(submitted, reference.layer(DOUBLE).lines, layout)
  const found = diagnose(reference, submission, {
    roundoff: submittedDtype && (submittedDtype === 'float32' ? SINGLE : DOUBLE),
    tolerance,
  })
  tell({ verdict: found.verdict, mistake: found.causes[0]?.hypothesis.mistake.id })
  const { layer, truth, closeness } = found.ground
  const warnings = inputWarnings(layer, truth, closeness)
  const fit = reveal ? termsOfDx(found) : undefined
  return {
    verdict: found.verdict,
    submittedDtype: found.roundoff === SINGLE ? 'float32' : 'float64',
    firstWrong: found.firstWrong ? presentLine(found.firstWrong) : null,
    backwardFollows: found.backwardFollows ?? null,
    values: presentValues(found, layout, reveal),
    causes: presentCauses(found, reveal),
    groups: presentGroups(found),
    ...(fit && { fit }),
    hints: presentHints(found, hints, reveal),
    hidden: warnings.length > 0 ? (hiddenMistakes(layer, truth, closeness) ?? null) : [],
    warnings,
  }
}

/** @throws Refusal `invalid` when nothing is submitted */
function demandValues(submitted: Readonly<Record<string, unknown>>): void {
  if (Object.values(submitted).some((value) => value !== undefined && value !== null)) return
  throw new Refusal('invalid', 'nothing is submitted', [
    { detail: 'holds no value', path: ['submitted'] },
  ])
}

/** @throws Refusal `missing` when running statistics are submitted and those before the batch are not known */
function demandRunning(submitted: Readonly<Record<string, unknown>>, isKept: boolean): void {
  const name = (['next_mean', 'next_var'] as const)
    .map(wireName)
    .find((each) => submitted[each] !== undefined)
  if (isKept || name === undefined) return
  throw new Refusal('missing', `${name} follows from the running statistics before the batch`, [
    { detail: `needed to judge ${name}`, path: ['running'] },
  ])
}

/** The element operations that a diagnosis may take: some for every number, and a look at each mistake. */
export function diagnosisWork({ n, d }: Pick<Layout, 'n' | 'd'>): number {
  return 400 * n * d + 500 * Math.max(n, 512)
}

/**
 * @param path what would have to be less
 * @throws Refusal `too-much-work` when a diagnosis may take more than the limit
 */
export function demandWork(layout: Layout, limit: number, path: Path = ['x']): void {
  const work = diagnosisWork(layout)
  if (work <= limit) return
  throw new Refusal(
    'too-much-work',
    `a diagnosis of ${layout.n} x ${layout.d} numbers may take ${work} element operations, and the limit is ${limit}`,
    [{ detail: `would take ${work} element operations`, path }],
  )
}
