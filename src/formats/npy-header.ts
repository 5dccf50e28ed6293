import { Refusal } from '../core/errors.ts'
import { bytesOf, textOf } from './utf8.ts'

/**
 * The header of NumPy's array format (NEP 1, versions 1.0 to 3.0): a magic word, a version, and a Python dictionary
 * that tells the dtype, the order and the shape. The numbers follow it as they are.
 */
export interface Header {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
}

/** \x93NUMPY, the magic word. */
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)
const VERSION_1 = '\x01\x00'
/** What NumPy itself reads at most. */
const LONGEST = 10_000
const HIGHEST_RANK = 8

/** What is wrong with bytes that should be an array. */
export function broken(why: string): Refusal {
  return new Refusal('malformed', `not a NumPy array: ${why}`)
}

/** Whether bytes begin as an array does. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte)
}

/**
 * The header of an array, and where its numbers begin.
 *
 * @throws Refusal `malformed`, or `invalid` for a structured dtype
 */
export function readHeader(bytes: Uint8Array): Header & { readonly end: number } {
  if (!isNpy(bytes) || bytes.length < 12) throw broken('it does not begin as one')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [major, minor] = [view.getUint8(6), view.getUint8(7)]
  if (major < 1 || major > 3 || minor !== 0) throw broken(`version ${major}.${minor} is unknown`)
  const start = major === 1 ? 10 : 12
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > LONGEST) throw broken(`its header is longer than ${LONGEST} bytes`)
  const end = start + length
  if (end > bytes.length) throw broken('its header is cut')
  return { ...parse(textOf(bytes.subarray(start, end))), end }
}

/** The header, version 1.0, of an array in C order. */
export function writeHeader(descr: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`
  // The numbers begin at a multiple of 64, and a line feed ends the header.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64
  const bytes = bytesOf(`.NUMPY${VERSION_1}..${text.padEnd(length - 11)}\n`)
  bytes.set(MAGIC)
  bytes[8] = length - 10
  bytes[9] = (length - 10) >> 8
  return bytes
}

/** How many elements a shape has; the product is checked at every step, so that it can't wrap around. */
export function countOf(shape: readonly number[]): number {
  if (shape.length > HIGHEST_RANK) throw broken(`it has more than ${HIGHEST_RANK} axes`)
  return shape.reduce((count, size) => {
    const product = count * size
    if (!Number.isSafeInteger(size) || !Number.isSafeInteger(product)) {
      throw broken('its shape is impossible')
    }
    return product
  }, 1)
}

const ASCII = /^[\x20-\x7e\t\n]*$/
const DICTIONARY = /^\s*\{(.*)\}\s*$/s
const ENTRY = /\s*'(\w+)'\s*:\s*('[^'\\]*'|True|False|\([\d,\s]*\))\s*(?:,|$)/y
/** What each key may say; a tuple of one has its comma. */
const VALUES = {
  descr: /^'(.*)'$/,
  fortran_order: /^(True|False)$/,
  // As in Python, no number but 0 begins with 0.
  shape: /^\(\s*((?:(?:0|[1-9]\d*)\s*,\s*)+(?:(?:0|[1-9]\d*)\s*)?)?\)$/,
} as const
type Key = keyof typeof VALUES

/** The Python dictionary with exactly its three keys, in any order. */
function parse(text: string): Header {
  const inside = DICTIONARY.exec(text)?.[1]?.trimEnd()
  if (!ASCII.test(text) || inside === undefined) throw broken('its header is no dictionary')
  const found = new Map<Key, string>()
  for (ENTRY.lastIndex = 0; ENTRY.lastIndex < inside.length; ) {
    const [, key = '', value = ''] = ENTRY.exec(inside) ?? []
    if (!key) throw unread(inside)
    if (!isKey(key)) throw broken('its header has other keys')
    if (found.has(key)) throw broken(`its header says ${key} twice`)
    const said = VALUES[key].exec(value)
    if (!said) throw broken(`its ${key} can not be read`)
    found.set(key, said[1] ?? '')
  }
  const [descr, order, shape] = [found.get('descr'), found.get('fortran_order'), found.get('shape')]
  if (descr === undefined || order === undefined || shape === undefined) {
    throw broken('its header lacks a key')
  }
  const sizes = shape.split(',').filter((size) => size.trim() !== '')
  return { descr, fortran: order === 'True', shape: sizes.map(Number) }
}

function isKey(key: string): key is Key {
  return Object.hasOwn(VALUES, key)
}

function unread(inside: string): Refusal {
  return /'descr'\s*:\s*[[(]/.test(inside)
    ? new Refusal('invalid', 'has a structured dtype; send one array of numbers per field')
    : broken('its header can not be read')
}
