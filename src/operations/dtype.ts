import { Refusal } from '../core/errors.ts'
import { isMatrix } from '../core/matrix.ts'
import { isTensor } from '../formats/tensor.ts'

/**
 * A reply with its arrays in the digits of float32.
 *
 * @throws Refusal `not-representable` when a number lies beyond float32
 */
export function inFloat32<Reply>(reply: Reply): Reply {
  return narrowed(reply, []) as Reply
}

function narrowed(value: unknown, path: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isTensor(value) || isMatrix(value)) return { ...value, data: toFloat32(value.data, path) }
  if (Array.isArray(value)) return value
  const entries = Object.entries(value).map(([key, each]) => [key, narrowed(each, [...path, key])])
  return Object.fromEntries(entries)
}

function toFloat32(data: Float64Array, path: readonly string[]): Float64Array {
  const narrow = data.map(Math.fround)
  if (narrow.every(Number.isFinite)) return narrow
  throw new Refusal('not-representable', `${path.join('.')} lies beyond the range of float32`, [
    { detail: 'float64 has the range for this reply', path: ['dtype'] },
  ])
}
