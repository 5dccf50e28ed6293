import type { Conditioned } from '../arithmetics/conditioned.ts'
import type { Matrix } from '../matrix.ts'
import { deviation, type Roundoff, SINGLE } from './closeness.ts'
import type { Ground } from './ground.ts'
import { distanceOf, type Explanation } from './hypothesis.ts'
import type { Truth } from './layer.ts'
import type { Line } from './lines.ts'
import type { Submitted } from './submission.ts'

/** A mistake that is not this much closer than the right value is no better an explanation than lost digits are. */
const CLOSER = 1e-3

/** Whether mistakes explain a value so well that it can't be lost digits. */
export function isExplainedBy(
  found: readonly Explanation[],
  { value }: Submitted,
  expected: Conditioned,
): boolean {
  // With the digits of float32 even the lack of an eps may be rounding.
  if (isSingle(value)) return false
  const most = CLOSER * distanceOf(value.data, expected.data)
  return found.some(({ hypotheses: [{ distance }] }) => distance <= most)
}

/** Whether numbers that should be float64 are none but float32. */
function isSingle({ data }: Matrix): boolean {
  return data.every((v) => Math.fround(v) === v)
}

/**
 * Whether a value that no mistake explains is the right one, short of digits: those of float32 in most of its elements,
 * or those that a variance computed as a difference of squares costs.
 */
export function losesDigits(
  { reference, truth, closeness: { roundoff } }: Ground,
  line: Line,
  { value, flaw }: Submitted,
  expected: Conditioned,
): boolean {
  if (flaw !== undefined) return false
  const isClose = (each: Truth, to: Roundoff) =>
    deviation(value, each.get(line.name) as Conditioned, { roundoff: to }) <= 1
  if (isClose(reference.lossy(roundoff), roundoff)) return true
  const right = truth.get(line.name) as Conditioned
  if (roundoff === SINGLE || !(isSingle(value) || mostDiffer(value.data, right.data))) return false
  return (
    isClose(reference.truth(SINGLE), SINGLE) ||
    isClose(reference.lossy(SINGLE), SINGLE) ||
    deviation(value, expected, { roundoff: SINGLE }) <= 1
  )
}

/** Whether rounding is at work everywhere, and not a fault in a few places. */
function mostDiffer(a: Float64Array, b: Float64Array): boolean {
  const off = (x: number, k: number) => Math.abs(x - (b[k] as number)) > 2 ** -40 * Math.abs(x)
  return 2 * a.filter(off).length > a.length
}
