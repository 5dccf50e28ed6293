import {
  abs,
  doubleDouble,
  largest,
  rounded,
  type WideMatrix,
} from '../arithmetics/double-double.ts'
import { backward, cacheOf, forward } from '../passes.ts'
import type { Warning } from '../warnings.ts'
import { blindSpots } from './blind-spots.ts'
import type { ElementMethod, GradientName, Precision } from './methods.ts'
import { numericGradient } from './numeric.ts'
import { type Check, isTooLong, lookedAtBy, prepare, refuseCostly, type Setup } from './setup.ts'
import type { Step } from './steps.ts'
import { type Curve, planOf, type SweepWishes } from './sweep-plan.ts'

const { sub, div } = doubleDouble

/**
 * How far the numeric gradients are off at one step: for each the largest |numeric - exact| over the largest |exact|;
 * null where the gradient is 0, or nothing can be said.
 */
export type SweepPoint = { readonly h: number } & Readonly<Record<GradientName, number | null>>

/** The errors of one way to differentiate, the longest step first unless it was asked for otherwise. */
export interface SweepCurve {
  readonly method: ElementMethod
  readonly precision: Precision
  readonly points: readonly SweepPoint[]
}

/** How the error of numeric gradients depends on the step. */
export interface Sweep {
  readonly curves: readonly SweepCurve[]
  readonly hUnit: Step['unit']
  /** When dout was drawn. */
  readonly seed?: number | undefined
  readonly warnings: readonly Warning[]
}

/** What is differentiated: the inputs, and dout or the seed it is drawn from. */
export interface Swept extends Pick<Check, 'inputs' | 'dout' | 'seed'>, SweepWishes {}

/**
 * Differentiates numerically with one step after another, and compares with the exact gradients.
 *
 * @param limit the most element operations that the sweep may cost
 * @throws Refusal `too-much-work`, `singular`, `not-representable` when float64 has not the range for a forward pass
 */
export function sweep({ inputs, dout, seed, ...wishes }: Swept, limit: number): Sweep {
  const { curves, steps, hUnit, work } = planOf(wishes, inputs.x)
  refuseCostly('sweep', work, limit, 'ask for fewer points or curves')
  const setup = prepare({ inputs, dout, seed }, Number.POSITIVE_INFINITY)
  const exact = exactGradients(setup)
  const pointAt = (curve: Curve, h: number): SweepPoint => {
    const there = lookedAtBy(setup, { ...curve, h, hUnit })
    const error = (name: GradientName) => errorOf(name, exact[name], there)
    return { h, dx: error('dx'), dgamma: error('dgamma'), dbeta: error('dbeta') }
  }
  return {
    curves: curves.map((curve) => ({ ...curve, points: steps.map((h) => pointAt(curve, h)) })),
    hUnit,
    ...(!dout && { seed }),
    warnings: blindSpots(setup).hiding,
  }
}

/** The service's own backward pass with all of its digits: a numeric gradient may have more of them than float64. */
function exactGradients({ inputs, dout }: Setup): Readonly<Record<GradientName, WideMatrix>> {
  return backward(dout, cacheOf(forward(inputs), inputs), inputs.mode)
}

function errorOf(name: GradientName, exact: WideMatrix, setup: Setup): number | null {
  const size = largestOf(exact)
  if (size.hi[0] === 0 || (name === 'dx' && isTooLong(setup))) return null
  const numeric = numericGradient(name, setup)
  const error = div(largestOf(sub(numeric, exact)), size)
  const [relative = Number.NaN] = rounded(error).data
  return numeric.hi.every(Number.isFinite) && Number.isFinite(relative) ? relative : null
}

/** The largest element without its sign, (1,1). */
function largestOf(a: WideMatrix): WideMatrix {
  const perChannel = largest(abs(a))
  return largest({ ...perChannel, n: a.d, d: 1 })
}
