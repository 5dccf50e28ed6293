import { Refusal } from '../core/errors.ts'
import { type Dtype, dtypeOf } from './npy-dtypes.ts'
import { broken, countOf, readHeader } from './npy-header.ts'
import { placeOf } from './tensor.ts'

/** An array as it was written: numbers as float64, or strings; row-major. */
export type NpyArray = { readonly shape: readonly number[] } & (
  | { readonly kind: 'number' | 'bool'; readonly data: Float64Array }
  | { readonly kind: 'string'; readonly data: readonly string[] }
)

/** The most bytes of text in an array: no field takes more than a dozen words. */
const MOST_TEXT = 65_536

/** The dtype whose bytes are those of a Float64Array on every machine this runs on. */
const NATIVE = '<f8'

/**
 * An array out of its bytes. Nothing is allocated before it is known that they are all there.
 *
 * @param most the most bytes that its numbers may take as float64
 * @param spent whether nobody reads the bytes again: then the numbers may stay where they are
 * @throws Refusal `malformed` for what is no array, `invalid` for a dtype or a number that has no float64, `too-large`
 */
export function readNpy(bytes: Uint8Array, most: number, spent = false): NpyArray {
  const { descr, fortran, shape, end } = readHeader(bytes)
  const dtype = dtypeOf(descr)
  const count = countOf(shape)
  const cells = bytes.subarray(end)
  if (count * dtype.size !== cells.length) throw broken('its shape and its length disagree')
  if (dtype.kind === 'string') {
    const data = words(cells, dtype, count)
    return { kind: 'string', shape, data: fortran ? rowMajor(data, Array(count), shape) : data }
  }
  if (8 * count > most) {
    throw new Refusal('too-large', `its numbers take more than ${most} bytes as float64`)
  }
  const place = (k: number) =>
    fortran ? placeOf(k, shape.toReversed()).toReversed() : placeOf(k, shape)
  const data = descr === NATIVE ? native(cells, spent) : numbers(cells, dtype, count, place)
  const ordered = fortran ? rowMajor(data, new Float64Array(count), shape) : data
  return { kind: dtype.kind, shape, data: ordered }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/** The bytes may begin anywhere, and float64 only at a multiple of 8: they are copied there, or moved up to it. */
function native(cells: Uint8Array, spent: boolean): Float64Array {
  const { buffer, byteOffset, byteLength } = spent ? cells : new Uint8Array(cells)
  const start = byteOffset - (byteOffset % 8)
  // What is overwritten is the end of the header, which has been read.
  if (start < byteOffset) {
    new Uint8Array(buffer, start, byteOffset - start + byteLength).copyWithin(0, byteOffset - start)
  }
  return new Float64Array(buffer as ArrayBuffer, start, byteLength / 8)
}

function numbers(
  cells: Uint8Array,
  { read, size, little }: Dtype & { kind: 'number' | 'bool' },
  count: number,
  placeOf: (k: number) => number[],
): Float64Array {
  const view = viewOf(cells)
  const data = new Float64Array(count)
  for (let k = 0; k < count; k++) {
    const value = read(view, k * size, little)
    const number = Number(value)
    data[k] = number
    if (typeof value === 'number' || Number.isSafeInteger(number)) continue
    if (BigInt(number) !== value) {
      const detail = 'is an integer that float64 does not have'
      throw new Refusal('invalid', `an element ${detail}`, [{ detail, path: placeOf(k) }])
    }
  }
  return data
}

function words(cells: Uint8Array, { size, little }: Dtype, count: number): string[] {
  if (cells.length > MOST_TEXT) throw new Refusal('invalid', 'holds more text than any field')
  const view = viewOf(cells)
  return Array.from({ length: count }, (_, k) => {
    let word = ''
    for (let at = k * size; at < (k + 1) * size; at += 4) {
      const point = view.getUint32(at, little)
      if (point > 0x10ffff) throw broken('a string has characters that there are not')
      word += String.fromCodePoint(point)
    }
    // Characters of 0 fill a word up.
    return word.replace(/\0+$/, '')
  })
}

/** Puts column-major elements in row-major order. */
function rowMajor<Elements extends Float64Array | string[]>(
  from: Elements,
  into: Elements,
  shape: readonly number[],
): Elements {
  const index = shape.map(() => 0)
  const strides: number[] = []
  let stride = 1
  for (const size of shape) {
    strides.push(stride)
    stride *= size
  }
  let at = 0
  for (let k = 0; k < from.length; k++) {
    into[k] = from[at] as number & string
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [size, step] = [shape[axis] as number, strides[axis] as number]
      at += step
      index[axis] = (index[axis] as number) + 1
      if ((index[axis] as number) < size) break
      at -= step * size
      index[axis] = 0
    }
  }
  return into
}
