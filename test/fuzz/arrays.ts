import type { Dice } from './dice.ts'

/** Other arrays in the place of a good one: whole, with another header, or with other numbers in it. */

// biome-ignore format: a list
const DESCRS = ['<f8', '>f8', '<f4', '>f4', '<f2', '<i8', '>i8', '<u8', '<i4', '>u4', '<i2', '|i1', '|u1', '|b1', '<U2', '>U4', '<U3', '|O', '|S8', '<c16', '|V8', '=f8', 'f8', '<f16', '|f8', '<M8[ns]', '']
// biome-ignore format: a list
const SHAPES = ['()', '(1,)', '(2,)', '(3,)', '(6,)', '(3, 2)', '(2, 3)', '(6, 1)', '(1, 6)', '(3, 2, 1)', '(1, 3, 2)', '(3, 1, 1, 1, 2)', '(0,)', '(0, 2)', '(3, 0)', '(1, 1, 1, 1, 1, 6)', '(4294967296, 4294967296)', '(-3, -2)', '(3.0, 2)', '(3 2)', '(3, 2', '[3, 2]', '(9007199254740993,)', '(3,, 2)']
const NUMBERS = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  5e-324,
  2.2e-308,
  Number.MAX_VALUE,
  1e200,
  -1e-200,
  1,
  2 ** 53,
]

/** An array of 6 numbers, or 2, or 1, with anything wrong in it. */
export function otherArray({ below, one }: Dice): Buffer {
  const descr = one(DESCRS)
  const size = Number(/\d+$/.exec(descr)?.[0] ?? 8) * (descr.includes('U') ? 4 : 1)
  const shape = one(SHAPES)
  const count = shape.match(/\d+/g)?.reduce((product, each) => product * Number(each), 1) ?? 1
  const order = one(['False', 'False', 'True', 'true'])
  const keys = [`'descr': '${descr}'`, `'fortran_order': ${order}`, `'shape': ${shape}`]
  const mixed = below(4) === 0 ? keys.toReversed() : keys
  const text = `{${mixed.join(', ')}${one([', ', ''])}}`.padEnd(64 + below(60))
  const version = one([1, 1, 1, 2, 3, 4, 0])
  const head = Buffer.alloc(version === 1 ? 10 : 12)
  head.write('\x93NUMPY', 'latin1')
  head[6] = version
  const length = text.length + 1 + (below(20) === 0 ? one([-1, 1, 100, 60_000]) : 0)
  if (version === 1) head.writeUInt16LE(length, 8)
  else head.writeUInt32LE(length, 8)
  const told = below(10) === 0 ? one([0, 1, 47, 48, 49]) : Math.min(count * size, 4096)
  return Buffer.concat([head, Buffer.from(`${text}\n`), cells(told, { below, one })])
}

/** So many bytes of numbers, small ones most of them. */
function cells(length: number, { below, one }: Dice): Buffer {
  const bytes = Buffer.alloc(length + 8)
  const kind = below(4)
  for (let at = 0; at < length; at += 8) {
    if (kind === 0) bytes.writeDoubleLE(one(NUMBERS), at)
    else if (kind === 1) bytes.writeUInt32LE(below(2 ** 32), at)
    else bytes.writeDoubleLE(below(100) / 8 - 6, at)
  }
  return bytes.subarray(0, length)
}
