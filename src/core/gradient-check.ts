import { doubleDouble, type WideMatrix } from './arithmetics/double-double.ts'
import { Refusal } from './errors.ts'
import { blindSpots } from './gradient-check/blind-spots.ts'
import {
  halfUlp,
  noiseOfMethod,
  roundingOfClaims,
  roundingOfOwn,
  sizesOf,
} from './gradient-check/bounds.ts'
import { type GradientReport, judge, type Verdict } from './gradient-check/judge.ts'
import { GRADIENT_NAMES, type GradientName } from './gradient-check/methods.ts'
import {
  boundLookedAt,
  type Looks,
  lookedAt,
  noiseLookedAt,
  numericGradient,
} from './gradient-check/numeric.ts'
import { plainPoint, type Steps, stepsOf, widePoint } from './gradient-check/point.ts'
import { drawDout, drawProbes } from './gradient-check/probes.ts'
import { type Settings, settle, type Wishes, workOf } from './gradient-check/settings.ts'
import { floorOf } from './gradient-check/tolerances.ts'
import type { Matrix } from './matrix.ts'
import { narrowed } from './narrowed.ts'
import { backward, cacheOf, type ForwardInputs, type ForwardValues, forward } from './passes.ts'
import { type Warning, warning } from './warnings.ts'

/** What is to be checked, and how. */
export interface Check extends Wishes {
  readonly inputs: ForwardInputs
  /** (N,D); a signed one is drawn when it isn't given. */
  readonly dout?: Matrix | undefined
  /** What somebody's backward pass returned for `dout`; without it the service's own is judged. */
  readonly claimed?: Claims | undefined
  /** Of everything that is drawn. */
  readonly seed: number
}

/** dx (N,D), dgamma and dbeta (1,D). */
export type Claims = { readonly [Name in GradientName]?: Matrix | undefined }

/** What came of a check. A failed one is a result like any other. */
export interface CheckReport {
  readonly verdict: Verdict
  readonly settings: Settings
  readonly gradients: { readonly [Name in GradientName]?: GradientReport }
  /** What the method found: (N,D) and (1,D) by elements; (P,D) for P probes, (P,1) when they are pooled. */
  readonly numeric: { readonly [Name in GradientName]?: Matrix }
  readonly dout: Matrix
  readonly warnings: readonly Warning[]
}

/**
 * Compares gradients with slopes of the forward pass.
 *
 * @param limit the most element operations that a check may cost
 * @throws Refusal `missing` when gradients are claimed for no dout, `too-much-work`, `singular`, `not-representable`
 */
export function checkGradients(check: Check, limit: number): CheckReport {
  const { inputs, seed } = check
  const settings = settle(check)
  refuseCostly(workOf(settings, inputs.x), limit)
  if (check.claimed && !check.dout) refuseOrphans()

  const dout = check.dout ?? drawDout(inputs.x, seed, settings.unsigned)
  const values = forward(inputs)
  const claims: Claims = check.claimed ?? ownGradients(inputs, dout)
  const steps = stepsOf(settings.step, inputs, values.sqrtvar)
  const looks = looksOf(settings, inputs, seed)
  const sizes = sizesOf(inputs, values, dout)
  const noise = noiseOfMethod(sizes, settings, steps)
  const rounding = check.claimed ? roundingOfClaims(sizes) : roundingOfOwn(sizes)
  const blind = blindSpots(inputs, values, dout)
  const slopes = slopesOf(inputs, values, dout, steps, settings, looks)

  const gradients: { [Name in GradientName]?: GradientReport } = {}
  const numeric: { [Name in GradientName]?: Matrix } = {}
  for (const name of GRADIENT_NAMES) {
    if (!claims[name]) continue
    const claimed = doubleDouble.lift(claims[name])
    const found = slopes(name)
    numeric[name] = narrowed(`the numeric ${name}`, found)
    const report = judge(
      lookedAt(name, claimed, looks),
      found,
      doubleDouble.add(
        noiseLookedAt(name, noise, looks),
        boundLookedAt(name, halfUlp(claimed), looks),
      ),
      { ...settings, floor: floorOf(name, settings, looks, rounding, sizes) },
    )
    gradients[name] = name === 'dx' && blind.dxProvesNothing ? unproven(report) : report
  }
  const reports = Object.values(gradients)
  return {
    verdict: overall(reports),
    settings,
    gradients,
    numeric,
    dout,
    warnings: [
      ...blind.warnings,
      ...(settings.unsigned ? [warning('unsigned-probes')] : []),
      ...(reports.some(({ noisy }) => noisy) ? [warning('noisy-method')] : []),
    ],
  }
}

/** The service's own backward pass, rounded as it would be returned. */
function ownGradients(inputs: ForwardInputs, dout: Matrix): Required<Claims> {
  const { dx, dgamma, dbeta } = backward(dout, cacheOf(forward(inputs), inputs), inputs.mode)
  return {
    dx: narrowed('dx', dx),
    dgamma: narrowed('dgamma', dgamma),
    dbeta: narrowed('dbeta', dbeta),
  }
}

function looksOf(
  { scheme, along, pooled, probes, unsigned }: Settings,
  { x }: ForwardInputs,
  seed: number,
): Looks {
  const drawn =
    along === 'probes' ? drawProbes(x, { count: probes, seed, pooled, unsigned }) : undefined
  return { scheme, pooled, probes: drawn }
}

/** The numeric gradients, one at a time, in the precision that was asked for. */
function slopesOf(
  inputs: ForwardInputs,
  values: ForwardValues,
  dout: Matrix,
  steps: Steps,
  { precision }: Settings,
  looks: Looks,
): (name: GradientName) => WideMatrix {
  if (precision === 'float64') {
    const point = plainPoint(inputs, values, dout, steps)
    return (name) => numericGradient(name, point, doubleDouble.lift, looks)
  }
  const point = widePoint(inputs, dout, steps)
  return (name) => numericGradient(name, point, (slopes) => slopes, looks)
}

function unproven(report: GradientReport): GradientReport {
  return report.verdict === 'passed' ? { ...report, verdict: 'inconclusive' } : report
}

function overall(reports: readonly GradientReport[]): Verdict {
  const verdicts = reports.map(({ verdict }) => verdict)
  return (['failed', 'inconclusive'] as const).find((each) => verdicts.includes(each)) ?? 'passed'
}

function refuseCostly(work: number, limit: number): void {
  if (work <= limit) return
  throw new Refusal(
    'too-much-work',
    `the check would cost ${work} element operations, and the limit is ${limit}; method "projection" costs N * D`,
    [{ detail: 'too large for a check of every element', path: ['x'] }],
  )
}

function refuseOrphans(): never {
  throw new Refusal('missing', 'gradients are claimed, but not for which dout', [
    { detail: 'needed to judge claimed gradients', path: ['dout'] },
  ])
}
