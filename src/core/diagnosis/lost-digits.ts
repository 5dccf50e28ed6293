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
 * those that a variance computed as a difference of squares costs, or those that print() leaves out.
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
  if (isPrinted(value, right)) return true
  if (roundoff === SINGLE || !(isSingle(value) || mostDiffer(value.data, right.data))) return false
  return (
    isClose(reference.truth(SINGLE), SINGLE) ||
    isClose(reference.lossy(SINGLE), SINGLE) ||
    deviation(value, expected, { roundoff: SINGLE }) <= 1
  )
}

/** Numbers of fewer decimals say too little: some mistake may come to the same. */
const DECIMALS = [4, 5, 6, 7, 8, 9, 10, 11, 12]
/** Whether numbers are the right ones, rounded to so many decimals. */
function isPrinted({ data }: Matrix, right: Matrix): boolean {
  const isWhole = (v: number) => Math.abs(v - Math.round(v)) < 1e-3
  const decimals = DECIMALS.find((each) => data.every((v) => isWhole(v * 10 ** each)))
  if (decimals === undefined || data.length !== right.data.length) return false
  const half = 0.5001 * 10 ** -decimals
  // Zeros are not the digits that printing left of small numbers: dx may never have been filled in.
  return (
    data.some((v) => v !== 0) &&
    data.every((v, k) => Math.abs(v - (right.data[k] as number)) <= half)
  )
}

/** Whether rounding is at work everywhere, and not a fault in a few places. */
function mostDiffer(a: Float64Array, b: Float64Array): boolean {
  const off = (x: number, k: number) => Math.abs(x - (b[k] as number)) > 2 ** -40 * Math.abs(x)
  return 2 * a.filter(off).length > a.length
}
