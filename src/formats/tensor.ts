import { zeros } from '../core/memory.ts'

/** A tensor of float64 numbers, row-major; shape (4,) is a vector. */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** No JSON makes one: it has no Float64Array. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'shape' in value && isFloat64(value)
}

function isFloat64(value: object): value is { data: Float64Array } {
  return 'data' in value && value.data instanceof Float64Array
}

/** Nested arrays of numbers, as JSON carries a tensor. */
export type Nested = number | Nested[]

/** Why an array is not a tensor, and where: the path from the array to the first offence. */
export interface PackFault {
  readonly path: number[]
  readonly detail: string
}

/**
 * Nested arrays, or a tensor as it stands, as a tensor of a rank between `lowest` and `highest`, or the first reason why
 * not. One pass over the numbers, by loops: a body may be nested a hundred thousand levels deep, and recursion may not
 * follow it.
 */
export function pack(value: unknown, lowest: number, highest: number): Tensor | PackFault {
  if (isTensor(value)) return rankFault(value.shape, lowest, highest) ?? finite(value)
  const shape: number[] = []
  // By at(): the engine takes level[0] for an access to rows and turns a row of numbers into one of objects.
  for (let level = value; Array.isArray(level); level = level.at(0)) {
    const path = () => shape.map(() => 0)
    if (shape.length === highest) {
      return { path: path(), detail: `nested deeper than rank ${highest}` }
    }
    if (level.length === 0) return { path: path(), detail: 'is empty' }
    shape.push(level.length)
  }
  const fault = rankFault(shape, lowest, highest)
  if (fault) return fault
  const data = zeros(shape.reduce((product, size) => product * size, 1))
  return fill(data, 0, value, shape, 0) ?? { shape, data }
}

function rankFault(
  shape: readonly number[],
  lowest: number,
  highest: number,
): PackFault | undefined {
  const { length } = shape
  if (length === 0) return { path: [], detail: 'expected an array of numbers' }
  if (length < lowest) {
    return { path: [], detail: `expected arrays nested ${lowest} deep, found ${length}` }
  }
  if (length > highest) return { path: [], detail: `nested deeper than rank ${highest}` }
  return shape.includes(0) ? { path: [], detail: 'is empty' } : undefined
}

/** The tensor, or the place of its first number that is none. */
function finite(tensor: Tensor): Tensor | PackFault {
  const { shape, data } = tensor
  let at = 0
  while (at < data.length && Number.isFinite(data[at])) at += 1
  if (at === data.length) return tensor
  return { path: placeOf(at, shape), detail: 'is not a finite number' }
}

/** The index per axis of the element at an offset. */
export function placeOf(offset: number, shape: readonly number[]): number[] {
  let rest = offset
  return shape
    .toReversed()
    .map((size) => {
      const index = rest % size
      rest = Math.floor(rest / size)
      return index
    })
    .toReversed()
}

/** Puts the numbers of an entry, all rows of axis `axis` below it, where they belong; a fault's path begins at the entry. */
function fill(
  data: Float64Array,
  start: number,
  entry: unknown,
  shape: readonly number[],
  axis: number,
): PackFault | undefined {
  const size = shape[axis] as number
  if (!Array.isArray(entry)) return { path: [], detail: `expected an array of ${size}` }
  if (entry.length !== size) {
    const detail = `has ${entry.length} entries where the first of its kind has ${size}`
    return { path: [], detail }
  }
  if (axis === shape.length - 1) return fillRow(data, start, entry)
  let stride = 1
  for (let inner = axis + 1; inner < shape.length; inner++) stride *= shape[inner] as number
  for (let i = 0; i < size; i++) {
    const fault = fill(data, start + i * stride, entry[i], shape, axis + 1)
    if (fault) return { path: [i, ...fault.path], detail: fault.detail }
  }
  return undefined
}

function fillRow(
  data: Float64Array,
  start: number,
  row: readonly unknown[],
): PackFault | undefined {
  for (let i = 0; i < row.length; i++) {
    const number = row[i]
    if (typeof number !== 'number') return { path: [i], detail: 'expected a number' }
    if (!Number.isFinite(number)) return { path: [i], detail: 'lies beyond the range of float64' }
    data[start + i] = number
  }
  return undefined
}

/** A tensor as nested arrays, for JSON. */
export function nest({ shape, data }: Tensor): Nested {
  return nestFrom(data, 0, shape, 0)
}

function nestFrom(
  data: Float64Array,
  start: number,
  shape: readonly number[],
  axis: number,
): Nested {
  const size = shape[axis]
  if (size === undefined) return data[start] as number
  const level: Nested[] = []
  if (axis === shape.length - 1) {
    for (let i = 0; i < size; i++) level.push(data[start + i] as number)
    return level
  }
  const stride = shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  for (let i = 0; i < size; i++) level.push(nestFrom(data, start + i * stride, shape, axis + 1))
  return level
}
