import { shaped } from '../support/arrays.ts'

/** A reader of NumPy's arrays that shares nothing with the service's: Python's dictionary made JSON, then cell by cell. */

type Reader = (view: DataView, at: number, little: boolean) => number | bigint

const READERS: Readonly<Record<string, readonly [size: number, read: Reader]>> = {
  f8: [8, (view, at, little) => view.getFloat64(at, little)],
  f4: [4, (view, at, little) => view.getFloat32(at, little)],
  f2: [2, (view, at, little) => view.getFloat16(at, little)],
  i8: [8, (view, at, little) => view.getBigInt64(at, little)],
  u8: [8, (view, at, little) => view.getBigUint64(at, little)],
  i4: [4, (view, at, little) => view.getInt32(at, little)],
  u4: [4, (view, at, little) => view.getUint32(at, little)],
  i2: [2, (view, at, little) => view.getInt16(at, little)],
  i1: [1, (view, at) => view.getInt8(at)],
  u1: [1, (view, at) => view.getUint8(at)],
  b1: [1, (view, at) => Number(view.getUint8(at) !== 0)],
}

/** What an array says, as JSON would; undefined for one that says nothing JSON can. */
export function naive(bytes: Buffer): unknown {
  const major = bytes[6] as number
  const start = major === 1 ? 10 : 12
  const length = major === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8)
  const text = bytes.subarray(start, start + length).toString('latin1')
  const header = dictionary(text)
  if (![1, 2, 3].includes(major) || bytes[7] !== 0 || text.length < length || !header)
    return undefined
  const { descr, fortran_order: isFortran, shape } = header
  const count = shape.reduce((product, size) => product * size, 1)
  const letters = descr.slice(1)
  const little = descr[0] !== '>'
  const cells = bytes.subarray(start + length)
  const view = new DataView(cells.buffer, cells.byteOffset, cells.length)
  const [size, read] = READERS[letters] ?? []
  if (letters.startsWith('U')) return words(view, Number(letters.slice(1)), little, shape)
  if (!size || !read || cells.length !== count * size) return undefined
  if ((descr[0] === '|') !== (size === 1) || !'<>|'.includes(descr[0] as string)) return undefined
  const numbers = Array.from({ length: count }, (_, k) => {
    const value = read(view, (isFortran ? fortranPlace(k, shape) : k) * size, little)
    return typeof value === 'bigint' && BigInt(Number(value)) !== value ? Number.NaN : Number(value)
  })
  if (!numbers.every(Number.isFinite)) return undefined
  if (shape.length === 0) return letters === 'b1' ? numbers[0] === 1 : numbers[0]
  return count === 0 ? emptied(shape) : shaped(numbers, shape)
}

interface Dictionary {
  readonly descr: string
  readonly fortran_order: boolean
  readonly shape: readonly number[]
}

function dictionary(text: string): Dictionary | undefined {
  const json = text
    .replaceAll("'", '"')
    .replaceAll('True', 'true')
    .replaceAll('False', 'false')
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replaceAll(/,\s*([\]}])/g, '$1')
  try {
    const { descr, fortran_order: order, shape, ...more } = JSON.parse(json)
    const isSound =
      typeof descr === 'string' &&
      typeof order === 'boolean' &&
      Array.isArray(shape) &&
      shape.every((size) => Number.isInteger(size) && size >= 0) &&
      Object.keys(more).length === 0
    return isSound ? { descr, fortran_order: order, shape } : undefined
  } catch {
    return undefined
  }
}

/** Where the k-th element, row-major, lies when the first axis runs fastest. */
function fortranPlace(k: number, shape: readonly number[]): number {
  let [rest, place, stride] = [k, 0, shape.reduce((product, size) => product * size, 1)]
  for (const size of shape.toReversed()) {
    stride /= size
    place += (rest % size) * stride
    rest = Math.floor(rest / size)
  }
  return place
}

const emptied = ([size = 0, ...inner]: readonly number[]): unknown[] =>
  Array.from({ length: size }, () => emptied(inner))

function words(view: DataView, size: number, little: boolean, shape: readonly number[]): unknown {
  const count = shape.reduce((product, each) => product * each, 1)
  if (shape.length > 1 || view.byteLength !== 4 * size * count) return undefined
  const letters = Array.from({ length: size * count }, (_, k) => view.getUint32(4 * k, little))
  if (letters.some((letter) => letter > 0x10ffff)) return undefined
  const list = Array.from({ length: count }, (_, k) =>
    String.fromCodePoint(...letters.slice(k * size, (k + 1) * size)).replace(/\0+$/, ''),
  )
  return shape.length === 1 ? list : list[0] === 'null' ? null : list[0]
}
