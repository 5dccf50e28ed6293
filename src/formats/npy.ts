import { Refusal } from '../core/errors.ts'

/**
 * NumPy's array format (NEP 1, versions 1.0 to 3.0): a magic word, a Python dictionary that tells the dtype, the order
 * and the shape, then the numbers as they are. Objects (pickles) and records are refused.
 */

/** An array as it was written: numbers as float64, or strings; row-major. */
export type NpyArray =
  | {
      readonly kind: 'number' | 'bool'
      readonly shape: readonly number[]
      readonly data: Float64Array
    }
  | { readonly kind: 'string'; readonly shape: readonly number[]; readonly data: readonly string[] }

interface Header {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
}

const MAGIC = '\x93NUMPY'
/** What NumPy itself reads at most. */
const LONGEST_HEADER = 10_000
const HIGHEST_RANK = 8

const broken = (why: string) => new Refusal('malformed', `not a NumPy array: ${why}`)
const unfit = (why: string) => new Refusal('invalid', why)

/** Whether bytes begin as an array does. */
export function isNpy(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && Buffer.from(bytes.subarray(0, 6)).toString('latin1') === MAGIC
}

/**
 * An array out of its bytes.
 *
 * @throws Refusal `malformed` for what is no array, `invalid` for a dtype or a number that has no float64
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const { text, end } = headerText(bytes)
  const { descr, fortran, shape } = parseHeader(text)
  const { read, size, little } = dtypeOf(descr)
  const count = countOf(shape)
  if (count * size !== bytes.length - end) throw broken('its shape and its length disagree')
  const view = new DataView(bytes.buffer, bytes.byteOffset + end, bytes.length - end)
  if (!read) {
    const data = Array.from({ length: count }, (_, i) => unicode(view, i * size, size, little))
    return { kind: 'string', shape, data: fortran ? rowMajor(data, shape) : data }
  }
  const data =
    descr === NATIVE ? nativeNumbers(bytes.subarray(end)) : numbers(view, read, size, count, little)
  const kind = descr.endsWith('b1') ? 'bool' : 'number'
  return { kind, shape, data: fortran ? Float64Array.from(rowMajor(data, shape)) : data }
}

/** Numbers as an array of float64 or float32, version 1.0, as NumPy writes them. */
export function writeNpy(
  { shape, data }: { readonly shape: readonly number[]; readonly data: Float64Array },
  dtype: 'float64' | 'float32' = 'float64',
): Uint8Array[] {
  const narrow = dtype === 'float32' ? Float32Array.from(data) : data
  const bytes = new Uint8Array(narrow.buffer, narrow.byteOffset, narrow.byteLength)
  return [header(dtype === 'float32' ? '<f4' : '<f8', shape), bytes]
}

/** Words as an array of fixed-width unicode strings. */
export function writeStrings(shape: readonly number[], words: readonly string[]): Uint8Array[] {
  const points = words.map((word) => [...word].map((letter) => letter.codePointAt(0) as number))
  const width = Math.max(1, ...points.map(({ length }) => length))
  const cells = new Uint32Array(words.length * width)
  for (const [i, word] of points.entries()) cells.set(word, i * width)
  return [header(`<U${width}`, shape), new Uint8Array(cells.buffer)]
}

/** Whole numbers as an array of int64. */
export function writeIntegers(numbers: readonly number[]): Uint8Array[] {
  const wide = BigInt64Array.from(numbers, BigInt)
  return [header('<i8', [numbers.length]), new Uint8Array(wide.buffer)]
}

/** A truth value. */
export function writeBool(value: boolean): Uint8Array[] {
  return [header('|b1', []), Uint8Array.of(Number(value))]
}

function header(descr: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`
  // The numbers begin at a multiple of 64, and a line feed ends the header.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64
  const bytes = Buffer.from(`${MAGIC}\x01\x00..${text.padEnd(length - 11)}\n`, 'latin1')
  bytes.writeUInt16LE(length - 10, 8)
  return bytes
}

function headerText(bytes: Uint8Array): { text: string; end: number } {
  if (!isNpy(bytes) || bytes.length < 12) throw broken('it does not begin as one')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [major, minor] = [bytes[6] as number, bytes[7] as number]
  if (major < 1 || major > 3 || minor !== 0) throw broken(`version ${major}.${minor} is unknown`)
  const start = major === 1 ? 10 : 12
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > LONGEST_HEADER) throw broken('its header is too long')
  if (start + length > bytes.length) throw broken('its header is cut')
  const header = Buffer.from(bytes.subarray(start, start + length))
  return { text: header.toString(major === 3 ? 'utf8' : 'latin1'), end: start + length }
}

const KEY = /^\s*'(descr|fortran_order|shape)'\s*:\s*/
const VALUES = {
  descr: /^'([^'\\]*)'/,
  fortran_order: /^(True|False)/,
  shape: /^\(\s*((?:\d+\s*,\s*)*(?:\d+\s*)?)\)/,
}

/** The Python dictionary with exactly its three keys, in any order. */
function parseHeader(text: string): Header {
  const found: Record<string, string> = {}
  let rest = text.trim()
  if (!rest.startsWith('{') || !rest.endsWith('}')) throw broken('its header is no dictionary')
  rest = rest.slice(1, -1)
  while (rest.trim() !== '') {
    const key = KEY.exec(rest)
    if (!key || found[key[1] as string] !== undefined) throw broken('its header has other keys')
    rest = rest.slice(key[0].length)
    const name = key[1] as keyof typeof VALUES
    const value = VALUES[name].exec(rest)
    if (!value && name === 'descr')
      throw unfit('has a structured dtype; send one array of numbers per field')
    if (!value) throw broken(`its ${name} can not be read`)
    found[name] = value[1] as string
    rest = rest.slice(value[0].length).replace(/^\s*(,|$)/, '')
  }
  const { descr, fortran_order, shape } = found
  if (descr === undefined || fortran_order === undefined || shape === undefined) {
    throw broken('its header lacks a key')
  }
  const sizes = shape.split(',').filter((size) => size.trim() !== '')
  return { descr, fortran: fortran_order === 'True', shape: sizes.map(Number) }
}

/** How many elements a shape has; the product is checked at every step, so that it can't wrap around. */
function countOf(shape: readonly number[]): number {
  if (shape.length > HIGHEST_RANK) throw broken(`it has more than ${HIGHEST_RANK} axes`)
  return shape.reduce((count, size) => {
    const product = count * size
    if (!Number.isSafeInteger(size) || !Number.isSafeInteger(product))
      throw broken('its shape is impossible')
    return product
  }, 1)
}

type Reader = (view: DataView, at: number, little: boolean) => number | bigint

/** How each dtype reads one number. */
const READERS: Readonly<Record<string, Reader>> = {
  f8: (view, at, little) => view.getFloat64(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  f2: (view, at, little) => view.getFloat16(at, little),
  i8: (view, at, little) => view.getBigInt64(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  i1: (view, at) => view.getInt8(at),
  u8: (view, at, little) => view.getBigUint64(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  u1: (view, at) => view.getUint8(at),
  b1: (view, at) => Number(view.getUint8(at) !== 0),
}

/** The dtype whose bytes are those of a Float64Array on every machine this runs on. */
const NATIVE = '<f8'

interface Dtype {
  /** undefined for strings. */
  readonly read: Reader | undefined
  readonly size: number
  readonly little: boolean
}

function dtypeOf(descr: string): Dtype {
  const [, order, type = '', digits = ''] = /^([<>|])([a-zA-Z])(\d{0,6})$/.exec(descr) ?? []
  const little = order !== '>'
  if (type === 'U') return { read: undefined, size: 4 * Number(digits), little }
  const name = type + digits
  if (Object.hasOwn(READERS, name)) return { read: READERS[name], size: Number(digits), little }
  if (type === 'O') throw unfit('holds Python objects, which are never read')
  if (type === 'c') throw unfit('holds complex numbers')
  throw unfit('has a dtype that is not read here: send floats, integers or bool')
}

function nativeNumbers(bytes: Uint8Array): Float64Array {
  // The bytes may begin anywhere; a copy begins where float64 may.
  return new Float64Array(new Uint8Array(bytes).buffer)
}

function numbers(
  view: DataView,
  read: Reader,
  size: number,
  count: number,
  little: boolean,
): Float64Array {
  const data = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const value = read(view, i * size, little)
    data[i] = Number(value)
    if (typeof value === 'bigint' && BigInt(data[i] as number) !== value) {
      throw unfit(`element ${i} is an integer that float64 does not have`)
    }
  }
  return data
}

/** One string of UCS-4 characters; those of 0 fill it up. */
function unicode(view: DataView, start: number, size: number, little: boolean): string {
  let text = ''
  for (let at = start; at < start + size; at += 4) {
    const point = view.getUint32(at, little)
    if (point > 0x10ffff) throw broken('a string has characters that there are not')
    if (point !== 0) text += String.fromCodePoint(point)
  }
  return text
}

/** Column-major elements in row-major order. */
function rowMajor<T>(data: ArrayLike<T>, shape: readonly number[]): T[] {
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((product, size) => product * size, 1),
  )
  const index = shape.map(() => 0)
  return Array.from({ length: data.length }, () => {
    const at = index.reduce((sum, i, axis) => sum + i * (strides[axis] as number), 0)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1
      if ((index[axis] as number) < (shape[axis] as number)) break
      index[axis] = 0
    }
    return data[at] as T
  })
}
