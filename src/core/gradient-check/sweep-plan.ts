import type { ElementMethod, Precision } from './methods.ts'
import { settle, workOf } from './settings.ts'
import type { Step } from './steps.ts'

/** A way to differentiate. */
export interface Curve {
  readonly method: ElementMethod
  readonly precision: Precision
}

/** What may be said of a sweep; all of it has a default. */
export interface SweepWishes {
  readonly curves?: readonly Curve[] | undefined
  /** The first step and the last, and how many there are. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly points?: number | undefined
  readonly hUnit?: Step['unit'] | undefined
}

/** A sweep with everything decided. */
export interface SweepPlan {
  readonly curves: readonly Curve[]
  readonly steps: readonly number[]
  readonly hUnit: Step['unit']
  /** In element operations. */
  readonly work: number
}

/** Twelve decades, in which the errors of both precisions fall and rise again; two steps in each. */
export const DEFAULTS = { from: 1e-1, to: 1e-13, points: 25 } as const

export const DEFAULT_CURVES: readonly Curve[] = [
  { method: 'forward', precision: 'float64' },
  { method: 'central', precision: 'float64' },
  { method: 'central', precision: 'double-double' },
]

/** Far costlier than the others: one of the default curves where all of them take no more than about a second. */
export const COSTLY_CURVE: Curve = { method: 'complex-step', precision: 'float64' }
const AFFORDABLE = 2 ** 25

/** Every wish, else the default. @param shape of x, (N,D) */
export function planOf(wishes: SweepWishes, shape: { n: number; d: number }): SweepPlan {
  const { from = DEFAULTS.from, to = DEFAULTS.to, points = DEFAULTS.points } = wishes
  const { hUnit = 'absolute' } = wishes
  const workFor = (curves: readonly Curve[]) =>
    curves.reduce((sum, curve) => sum + points * workOf(settle(curve), shape), 0)
  const all = [...DEFAULT_CURVES, COSTLY_CURVE]
  const curves = wishes.curves ?? (workFor(all) <= AFFORDABLE ? all : DEFAULT_CURVES)
  return { curves, steps: ladder(from, to, points), hUnit, work: workFor(curves) }
}

/** Steps at equal ratios from the first to the last; those between are short numbers that can be typed again. */
function ladder(from: number, to: number, points: number): number[] {
  const [start, end] = [Math.log10(from), Math.log10(to)]
  return Array.from({ length: points }, (_, k) => {
    if (k === 0) return from
    if (k === points - 1) return to
    return Number((10 ** (start + ((end - start) * k) / (points - 1))).toPrecision(6))
  })
}
