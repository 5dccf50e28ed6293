import { isTensor } from '../../src/formats/tensor.ts'
import { written } from '../reading/write.ts'

/**
 * A request as JSON. Arrays are written number by number, so that -0 arrives as -0, and NaN, which a submission may
 * hold, as a word.
 */
export function bodyOf(value: unknown): string {
  if (isTensor(value)) return written(value).replaceAll(/-?(NaN|Infinity)/g, '"$&"')
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return JSON.stringify(value)
  const pairs = Object.entries(value).flatMap(([name, each]) =>
    each === undefined ? [] : [`${JSON.stringify(name)}: ${bodyOf(each)}`],
  )
  return `{${pairs.join(', ')}}`
}
