import * as dd from '../arithmetics/dd.ts'
import { rounded, type WideMatrix } from '../arithmetics/double-double.ts'
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
  let [failing, proven, noisy] = [0, 0, 0]
  let [largestError, largestRelative, largestNoise] = [0, 0, 0]
  let [worst, worstShare, detectable] = [0, 0, Number.POSITIVE_INFINITY]
  const errors = new Float64Array(claims.length)
  const toleranceOf = (k: number) => toleranceFor(tolerance, k, claims[k], truths[k])
  for (let k = 0; k < errors.length; k++) {
    const error = distance(claimed, numeric, k)
    const allowed = toleranceOf(k)
    const uncertain = allowed + noises[k]
    const share = finite(error) / finite(allowed)
    errors[k] = error
    if (error > allowed) failing += 1
    if (error > uncertain) proven += 1
    if (noises[k] > allowed) noisy += 1
    if (share > worstShare) [worst, worstShare] = [k, share]
    detectable = Math.min(detectable, uncertain / Math.abs(truths[k]))
    largestError = Math.max(largestError, error)
    largestNoise = Math.max(largestNoise, noises[k])
    largestRelative = Math.max(largestRelative, relativeError(claims[k], truths[k], error))
  }
  const wide = !(detectable < 1)
  const unproven = failing > 0 || wide
  return {
    verdict: proven > 0 ? 'failed' : unproven ? 'inconclusive' : 'passed',
    maxAbsError: finite(largestError),
    maxRelError: largestRelative,
    normError: finite(norm(errors, largestError)),
    worst: {
      row: Math.floor(worst / numeric.d),
      column: worst % numeric.d,
      claimed: claims[worst],
      numeric: truths[worst],
      tolerance: finite(toleranceOf(worst)),
    },
    failing,
    compared: errors.length,
    noise: finite(largestNoise),
    noisy: noisy > 0,
    wide,
    detectable: Number.isFinite(detectable) ? detectable : null,
  }
}

const cell = dd.cells(1)

/** |a - b| at place k. */
function distance(a: WideMatrix, b: WideMatrix, k: number): number {
  dd.sub(cell, 0, a, k, b, k)
  return Math.abs(dd.round(cell, 0))
}

/** The tolerance of one number. The last place of a subnormal is as much as any rounding can cost. */
function toleranceFor(
  { floor, rtol, measure }: Tolerance,
  k: number,
  claimed: number,
  numeric: number,
): number {
  return floor[k] + rtol * sizeOf(measure, claimed, numeric) + Number.MIN_VALUE
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

/** The 2-norm, scaled so that no square overflows or vanishes. */
function norm(numbers: Float64Array, largest: number): number {
  const scale = finite(largest)
  if (scale === 0) return 0
  let squares = 0
  for (const each of numbers) squares += (finite(each) / scale) ** 2
  return scale * Math.sqrt(squares)
}
