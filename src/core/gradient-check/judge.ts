import { abs, doubleDouble, rounded, type WideMatrix } from '../arithmetics/double-double.ts'
import type { Measure } from './methods.ts'

/** When two numbers count as equal: |claimed - numeric| <= floor + rtol * measure. */
export interface Tolerance {
  /** Per number of the check, none negative. */
  readonly floor: Float64Array
  readonly rtol: number
  readonly measure: Measure
}

export type Verdict = 'passed' | 'failed' | 'inconclusive'

/** What came of comparing one gradient. */
export interface GradientReport {
  readonly verdict: Verdict
  readonly maxAbsError: number
  /** CS231n's rel_error: max(|c - n| / max(1e-8, |c| + |n|)). */
  readonly maxRelError: number
  /** The 2-norm of the differences, which is what scipy's check_grad returns. */
  readonly normError: number
  /** The number that is furthest over, or nearest to, what it is allowed. */
  readonly worst: {
    readonly row: number
    readonly column: number
    readonly claimed: number
    readonly numeric: number
    readonly tolerance: number
  }
  /** How many are over tolerance, of how many. */
  readonly failing: number
  readonly compared: number
  /** The largest noise of the comparison, as it is estimated: the method's, and half a unit in the last place of a claim. */
  readonly noise: number
  /** Whether the method's noise is larger than the tolerance somewhere. */
  readonly noisy: boolean
  /** Whether the tolerance is so wide that any gradient of this size would have passed. */
  readonly wide: boolean
  /** The smallest relative fault of the whole gradient that would have been seen; null when none would. */
  readonly detectable: number | null
}

const { sub } = doubleDouble

/** The largest float64 for what lies beyond: a report is made of numbers. */
const finite = (value: number) => Math.min(value, Number.MAX_VALUE)

/**
 * Compares the claimed numbers with the numeric ones.
 *
 * A number over its tolerance by less than the noise of the method proves nothing: then, and when a fault as large as
 * the gradient itself would have passed, the verdict is `inconclusive`.
 */
export function judge(
  claimed: WideMatrix,
  numeric: WideMatrix,
  noises: Float64Array,
  tolerance: Tolerance,
): GradientReport {
  const claims = rounded(claimed).data
  const truths = rounded(numeric).data
  const errors = rounded(abs(sub(claimed, numeric))).data
  const tolerances = tolerancesOf(tolerance, claims, truths)
  const uncertain = tolerances.map((allowed, k) => allowed + (noises[k] as number))

  const failing = count(errors, (error, k) => error > (tolerances[k] as number))
  const proven = count(errors, (error, k) => error > (uncertain[k] as number))
  const worst = placeOfLargest(
    errors.map((error, k) => finite(error) / finite(tolerances[k] as number)),
  )
  const detectable = smallest(
    uncertain.map((allowed, k) => allowed / Math.abs(truths[k] as number)),
  )
  const wide = !(detectable < 1)
  const unproven = failing > 0 || wide
  return {
    verdict: proven > 0 ? 'failed' : unproven ? 'inconclusive' : 'passed',
    maxAbsError: finite(largest(errors)),
    maxRelError: largest(
      errors.map((error, k) => relativeError(claims[k] as number, truths[k] as number, error)),
    ),
    normError: finite(norm(errors)),
    worst: {
      row: Math.floor(worst / numeric.d),
      column: worst % numeric.d,
      claimed: claims[worst] as number,
      numeric: truths[worst] as number,
      tolerance: finite(tolerances[worst] as number),
    },
    failing,
    compared: errors.length,
    noise: finite(largest(noises)),
    noisy: count(noises, (each, k) => each > (tolerances[k] as number)) > 0,
    wide,
    detectable: Number.isFinite(detectable) ? detectable : null,
  }
}

/** The tolerance of every number. The last place of a subnormal is as much as any rounding can cost. */
function tolerancesOf(
  { floor, rtol, measure }: Tolerance,
  claims: Float64Array,
  truths: Float64Array,
) {
  return floor.map(
    (least, k) =>
      least + rtol * sizeOf(measure, claims[k] as number, truths[k] as number) + Number.MIN_VALUE,
  )
}

function sizeOf(measure: Measure, claimed: number, numeric: number): number {
  if (measure === 'numeric') return Math.abs(numeric)
  if (measure === 'unit') return Math.max(1, Math.abs(numeric))
  return Math.max(1e-8, finite(Math.abs(claimed) + Math.abs(numeric)))
}

/** CS231n's measure, in quarters so that no sum overflows. */
function relativeError(claimed: number, numeric: number, error: number): number {
  const size = Math.max(0.25e-8, Math.abs(claimed) / 4 + Math.abs(numeric) / 4)
  return Math.min(finite(error) / 4 / size, 1)
}

function count(numbers: Float64Array, holds: (value: number, k: number) => boolean): number {
  return numbers.reduce((total, value, k) => total + (holds(value, k) ? 1 : 0), 0)
}

function largest(numbers: Float64Array): number {
  return numbers.reduce((most, value) => Math.max(most, value), 0)
}

function smallest(numbers: Float64Array): number {
  return numbers.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
}

function placeOfLargest(numbers: Float64Array): number {
  return numbers.reduce((place, value, k) => (value > (numbers[place] as number) ? k : place), 0)
}

/** The 2-norm, scaled so that no square overflows or vanishes. */
function norm(numbers: Float64Array): number {
  const scale = finite(largest(numbers))
  if (scale === 0) return 0
  return (
    scale * Math.sqrt(numbers.reduce((total, value) => total + (finite(value) / scale) ** 2, 0))
  )
}
