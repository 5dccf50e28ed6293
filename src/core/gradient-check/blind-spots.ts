import {
  abs,
  doubleDouble,
  largest,
  rounded,
  type WideMatrix,
} from '../arithmetics/double-double.ts'
import { type Matrix, matrix } from '../matrix.ts'
import { type ForwardValues, listed } from '../passes.ts'
import { type Warning, warning } from '../warnings.ts'
import type { Setup } from './setup.ts'

/** What a check on these inputs can not see. */
export interface BlindSpots {
  readonly warnings: readonly Warning[]
  /** dx is (nearly) 0 in every channel, whatever x is: a passed check of it proves nothing. */
  readonly dxProvesNothing: boolean
}

/** How close gamma * dout may come to a combination of 1 and xhat. */
const NEARLY = 2 ** -30

const { add, sub, mul, div, sum, lift } = doubleDouble

/** The ways in which these inputs hide mistakes. */
export function blindSpots({ inputs, values, dout }: Setup): BlindSpots {
  const { x, gamma, mode } = inputs
  const training = mode === 'train'
  const zero = dout.data.every((each) => each === 0)
  const inSpan = training && x.n > 2 && !zero ? channelsInSpan(values, gamma, dout) : []
  const warnings = [
    ...(zero ? [warning('dout-zero')] : []),
    ...(training && x.n === 1 ? [warning('single-value')] : []),
    ...(training && x.n === 2 ? [warning('two-values')] : []),
    ...(inSpan.length > 0 ? [warning('dout-in-span', listed(inSpan))] : []),
    ...(gamma.data.every((each) => each === 1) ? [warning('gamma-ones')] : []),
    ...(x.n === x.d ? [warning('square-batch')] : []),
  ]
  const few = training && x.n <= 2
  return { warnings, dxProvesNothing: zero || few || inSpan.length === x.d }
}

/** The channels where what is left of gamma * dout, once its parts along 1 and xhat are taken off, is next to nothing. */
function channelsInSpan({ xhat }: ForwardValues, gamma: Matrix, given: Matrix): number[] {
  const dout = lift(given)
  const n = lift(matrix(1, 1, [given.n]))
  const centredDout = sub(dout, div(sum(dout), n))
  const along = quotient(sum(mul(centredDout, xhat)), sum(mul(xhat, xhat)))
  const rest = sizes(sub(centredDout, mul(along, xhat)))
  const whole = sizes(dout)
  return [...gamma.data.keys()].filter(
    (j) => gamma.data[j] === 0 || (rest[j] as number) <= NEARLY * (whole[j] as number),
  )
}

/** The largest element of each channel, without its sign. */
function sizes(a: WideMatrix): Float64Array {
  return rounded(largest(abs(a))).data
}

/** a / b, and 0 for 0 / 0: a constant channel has no xhat to lie along. */
function quotient(a: WideMatrix, b: WideMatrix): WideMatrix {
  const ones = lift({ n: b.n, d: b.d, data: b.hi.map((hi) => (hi === 0 ? 1 : 0)) })
  return div(a, add(b, ones))
}
