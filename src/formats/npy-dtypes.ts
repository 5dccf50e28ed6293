import { Refusal } from '../core/errors.ts'

type Reader = (view: DataView, at: number, little: boolean) => number | bigint

/** What the elements of an array are: how many bytes, in which order, and how a number is read out of them. */
export type Dtype = { readonly size: number; readonly little: boolean } & (
  | { readonly kind: 'number' | 'bool'; readonly read: Reader }
  | { readonly kind: 'string' }
)

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

/** What is refused for what it is, in the words of its letter. */
const REFUSED: Readonly<Record<string, string>> = {
  O: 'holds Python objects, which are never read',
  V: 'has a structured dtype; send one array of numbers per field',
  c: 'holds complex numbers',
  S: 'holds bytes; send text as str',
}

/**
 * The dtype of a name in a header; never objects, which are pickles.
 *
 * @throws Refusal `invalid` for a dtype that is not read
 */
export function dtypeOf(descr: string): Dtype {
  const [, order, letter = '', digits = ''] = /^([<>|])([a-zA-Z])(\d{0,6})/.exec(descr) ?? []
  const name = letter + digits
  const size = Number(digits)
  const little = order === '<'
  // A single byte needs no order, anything larger does.
  const ordered = order !== '|' || (size === 1 && letter !== 'U')
  const sound = ordered && descr === `${order}${name}`
  if (sound && letter === 'U' && size > 0) return { kind: 'string', size: 4 * size, little }
  const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined
  if (sound && read) return { kind: letter === 'b' ? 'bool' : 'number', size, little, read }
  const why = REFUSED[letter] ?? 'has a dtype that is not read; send floats, integers, bool or str'
  throw new Refusal('invalid', why)
}
