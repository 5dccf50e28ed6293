import { backward } from './fused/backward.ts'
import { blindSpots } from './gradient-check/blind-spots.ts'
import { type GradientReport, judge, type Verdict } from './gradient-check/judge.ts'
import { lookedAt } from './gradient-check/looks.ts'
import { GRADIENT_NAMES, type GradientName } from './gradient-check/methods.ts'
import { noiseOf } from './gradient-check/noise.ts'
import { numericGradient } from './gradient-check/numeric.ts'
import type { Settings } from './gradient-check/settings.ts'
import { type Check, type Claims, prepare, type Setup } from './gradient-check/setup.ts'
import { floorOf } from './gradient-check/tolerances.ts'
import type { Matrix } from './matrix.ts'
import { narrowed } from './narrowed.ts'
import { type Warning, warning } from './warnings.ts'

/** What came of a check. A failed one is a result like any other. */
export interface CheckReport {
  readonly verdict: Verdict
  readonly settings: Settings
  readonly gradients: { readonly [Name in GradientName]?: GradientReport }
  /** What the method found: (N,D) and (1,D) by elements; (P,D) for P probes, (P,1) when they are pooled. */
  readonly numeric: { readonly [Name in GradientName]?: Matrix }
  /** (N,D), as given or as drawn. */
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
  const setup = prepare(check, limit)
  const { settings, looks, dout } = setup
  const own = check.claimed === undefined
  const claims = check.claimed ?? ownGradients(setup)
  const blind = blindSpots(setup)

  const gradients: { [Name in GradientName]?: GradientReport } = {}
  const numeric: { [Name in GradientName]?: Matrix } = {}
  for (const name of GRADIENT_NAMES) {
    const claimed = claims[name]
    if (!claimed) continue
    const slopes = numericGradient(name, setup)
    numeric[name] = narrowed(`the numeric ${name}`, slopes, check.h === undefined ? [] : ['h'])
    const tolerance = { ...settings, floor: floorOf(name, claimed, own, setup) }
    const noise = noiseOf(name, claimed, setup)
    const report = judge(lookedAt(name, claimed, looks), slopes, noise, tolerance)
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
      ...(blind.hiding.length > 0 || !reports.some(({ wide }) => wide)
        ? []
        : [warning('tolerance-too-wide')]),
      ...(reports.some(({ noisy }) => noisy) ? [warning('noisy-method')] : []),
    ],
  }
}

/** The service's own backward pass, rounded as it would be returned. */
function ownGradients({ inputs, dout }: Setup): Required<Claims> {
  const { dx, dgamma, dbeta } = backward(inputs, dout, () => false)
  return {
    dx: narrowed('dx', dx),
    dgamma: narrowed('dgamma', dgamma),
    dbeta: narrowed('dbeta', dbeta),
  }
}

function unproven(report: GradientReport): GradientReport {
  return report.verdict === 'passed' ? { ...report, verdict: 'inconclusive' } : report
}

function overall(reports: readonly GradientReport[]): Verdict {
  const verdicts = reports.map(({ verdict }) => verdict)
  return (['failed', 'inconclusive'] as const).find((each) => verdicts.includes(each)) ?? 'passed'
}
