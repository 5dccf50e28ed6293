import type { Tensor } from '../../src/formats/tensor.ts'

/**
 * An array as JSON text that reads back bit for bit, a row to a line, for people to edit; NaN and Infinity, which JSON
 * has not, by these names.
 */
export function written({ shape, data }: Tensor): string {
  return block(data, 0, shape, 0)
}

function block(data: Float64Array, start: number, shape: readonly number[], axis: number): string {
  const size = shape[axis]
  if (size === undefined) return digits(data[start] as number)
  if (axis === shape.length - 1) {
    return `[${Array.from(data.subarray(start, start + size), digits).join(', ')}]`
  }
  const stride = shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  const entries: string[] = []
  for (let i = 0; i < size; i++) entries.push(block(data, start + i * stride, shape, axis + 1))
  return `[${entries.join(`,\n${' '.repeat(axis + 1)}`)}]`
}

/** The shortest that reads back; a string of -0 would lose its sign. */
function digits(number: number): string {
  return Object.is(number, -0) ? '-0' : `${number}`
}
