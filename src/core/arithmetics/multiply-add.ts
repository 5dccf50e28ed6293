import { productError } from './dd.ts'

/**
 * x * y + z, rounded once to the nearest float64, as a processor with fused multiply-add has it. Of use where another
 * program's bits are wanted. Neither x * y nor the error of it may leave the range of float64.
 *
 * Boldo and Melquiond 2008, doi:10.1109/TC.2007.70819: the last two of three terms are added with rounding to odd.
 */
export function multiplyAdd(x: number, y: number, z: number): number {
  const p = x * y
  const pRest = productError(x, y, p)
  const t = z + pRest
  const tRest = sumError(z, pRest, t)
  const v = p + t
  const vRest = sumError(p, t, v)
  const rest = tRest + vRest
  const lost = sumError(tRest, vRest, rest)
  return v + (lost === 0 ? rest : toOdd(rest, lost))
}

/** x + y - s for s = fl(x + y), exactly (TwoSum). */
function sumError(x: number, y: number, s: number): number {
  const yPart = s - x
  return x - (s - yPart) + (y - yPart)
}

const float = new Float64Array(1)
const bits = new BigInt64Array(float.buffer)

/** Of the two neighbours of rounded + lost the one with an odd last bit. */
function toOdd(rounded: number, lost: number): number {
  float[0] = rounded
  const word = bits[0] as bigint
  if (word % 2n === 0n) bits[0] = word + (lost > 0 === rounded > 0 ? 1n : -1n)
  return float[0]
}
