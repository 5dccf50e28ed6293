import type { Conditioned } from '../arithmetics/conditioned.ts'
import type { Matrix } from '../matrix.ts'
import { type Closeness, SINGLE, shareAt } from './closeness.ts'

/** How far a value lies from the right one. */
export interface Measure {
  /** The largest |submitted - expected|. */
  readonly maxAbsError: number
  /** The largest |s - e| / max(1e-8, |s| + |e|), as CS231n measures. */
  readonly maxRelError: number
  /** The largest number of floating-point numbers, of the submission's own precision, from one to the other. */
  readonly maxUlp: number
  /** The element furthest over, or nearest to, what it may be off by. */
  readonly worst: {
    readonly row: number
    readonly column: number
    readonly submitted: number
    readonly expected: number
  }
  /** How many elements are off by more than they may. */
  readonly failing: number
  /** The channels that they are in. */
  readonly channels: readonly number[]
}

/** Compares a value with the right one, which has its shape; all its numbers are finite. */
export function measure(value: Matrix, expected: Conditioned, closeness: Closeness): Measure {
  const ulps = closeness.roundoff === SINGLE ? ulpsOfSingle : ulpsOfDouble
  const channels = new Set<number>()
  let [maxAbsError, maxRelError, maxUlp, failing, worst, most] = [0, 0, 0, 0, 0, 0]
  for (let k = 0; k < value.data.length; k++) {
    const [s, e] = [value.data[k], expected.data[k]]
    if (s === e) continue
    const off = Math.min(Math.abs(s - e), Number.MAX_VALUE)
    const size = Math.min(Math.abs(s) + Math.abs(e), Number.MAX_VALUE)
    maxAbsError = Math.max(maxAbsError, off)
    maxRelError = Math.max(maxRelError, off / Math.max(1e-8, size))
    maxUlp = Math.max(maxUlp, ulps(s, e))
    const share = shareAt(k, value, expected, closeness)
    if (share > most) [most, worst] = [share, k]
    if (share <= 1) continue
    failing += 1
    channels.add(k % value.d)
  }
  return {
    ...{ maxAbsError, maxRelError, maxUlp, failing },
    worst: {
      row: Math.floor(worst / value.d),
      column: worst % value.d,
      submitted: value.data[worst],
      expected: expected.data[worst],
    },
    channels: [...channels].sort((a, b) => a - b),
  }
}

const doubles = new Float64Array(2)
const halves = new Uint32Array(doubles.buffer)
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
const [LOW, HIGH] = LITTLE_ENDIAN ? [0, 1] : [1, 0]

/** How many float64 numbers lie from a to b: exact below 2^53, and finite whatever they are. */
function ulpsOfDouble(a: number, b: number): number {
  doubles[0] = Math.abs(a)
  doubles[1] = Math.abs(b)
  const [high, low] = [halves[HIGH] - halves[2 + HIGH], halves[LOW] - halves[2 + LOW]]
  if (Math.sign(a) * Math.sign(b) >= 0) return Math.abs(high * 2 ** 32 + low)
  return (halves[HIGH] + halves[2 + HIGH]) * 2 ** 32 + halves[LOW] + halves[2 + LOW]
}

const singles = new Float32Array(2)
const words = new Uint32Array(singles.buffer)

/** How many float32 numbers lie from a to b, each taken to the nearest. */
function ulpsOfSingle(a: number, b: number): number {
  singles[0] = Math.abs(a)
  singles[1] = Math.abs(b)
  return Math.sign(a) * Math.sign(b) >= 0 ? Math.abs(words[0] - words[1]) : words[0] + words[1]
}
