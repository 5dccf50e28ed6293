import { exact } from '../right.ts'
import { FORWARD, JSON_TYPE, NPY, OCTETS, posted, type Row, refused, type Wants } from '../row.ts'

/** Arrays of NumPy as anybody may write them: versions, dtypes, orders, headers that lie. */

interface Written {
  readonly descr?: string
  readonly order?: string
  readonly shape?: string
  /** The whole dictionary, in the place of those three. */
  readonly header?: string
  readonly version?: readonly [number, number]
  /** How long the header says it is. */
  readonly length?: number
  readonly magic?: string
}

function npy(cells: Buffer, written: Written = {}): Buffer {
  const { descr = "'<f8'", order = 'False', shape = '(2, 2)', magic = '\x93NUMPY' } = written
  const { header = `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }` } = written
  const { version = [1, 0] } = written
  const text = Buffer.from(`${header.padEnd(117)}\n`, 'latin1')
  const { length = text.length } = written
  const size = Buffer.alloc(version[0] === 1 ? 2 : 4)
  if (version[0] === 1) size.writeUInt16LE(length)
  else size.writeUInt32LE(length)
  return Buffer.concat([Buffer.from(magic, 'latin1'), Buffer.from(version), size, text, cells])
}

/** The cells 1 2 3 4 as a dtype has them. */
function cells(put: (view: DataView, k: number, value: number) => void, size: number): Buffer {
  const bytes = Buffer.alloc(4 * size)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  for (let k = 0; k < 4; k++) put(view, k * size, k + 1)
  return bytes
}

const F8 = cells((view, at, value) => view.setFloat64(at, value, true), 8)
const BIG = cells((view, at, value) => view.setFloat64(at, value, false), 8)
const holding = (value: number) => {
  const bytes = Buffer.from(F8)
  bytes.writeDoubleLE(value, 16)
  return bytes
}

const right = (...x: number[]): Wants => exact({ x, gamma: [1, 1], beta: [0, 0], eps: 1e-5 })
const rows = right(1, 2, 3, 4)
const columns = right(1, 3, 2, 4)
const malformed = refused('malformed', ['#/x'])
const invalid = (pointer: string) => refused('invalid', [pointer])
const integer = (descr: string, put: Parameters<typeof cells>[0], size: number): Case => [
  descr,
  npy(cells(put, size), { descr: `'${descr}'` }),
  rows,
]
type Case = readonly [what: string, body: Buffer, wants: Wants]

// biome-ignore format: a table is read in rows
const CASES: readonly Case[] = [
  ['version 1', npy(F8), rows], ['version 2', npy(F8, { version: [2, 0] }), rows], ['version 3', npy(F8, { version: [3, 0] }), rows],
  ['Fortran order', npy(F8, { order: 'True' }), columns], ['big-endian', npy(BIG, { descr: "'>f8'" }), rows],
  ['big-endian in Fortran order', npy(BIG, { descr: "'>f8'", order: 'True' }), columns],
  integer('<f4', (view, at, value) => view.setFloat32(at, value, true), 4), integer('>f4', (view, at, value) => view.setFloat32(at, value), 4),
  integer('<f2', (view, at, value) => view.setFloat16(at, value, true), 2), integer('>f2', (view, at, value) => view.setFloat16(at, value), 2),
  integer('<i8', (view, at, value) => view.setBigInt64(at, BigInt(value), true), 8), integer('>i8', (view, at, value) => view.setBigInt64(at, BigInt(value)), 8),
  integer('<u8', (view, at, value) => view.setBigUint64(at, BigInt(value), true), 8), integer('<i4', (view, at, value) => view.setInt32(at, value, true), 4),
  integer('>u4', (view, at, value) => view.setUint32(at, value), 4), integer('<i2', (view, at, value) => view.setInt16(at, value, true), 2),
  integer('|i1', (view, at, value) => view.setInt8(at, value), 1), integer('|u1', (view, at, value) => view.setUint8(at, value), 1),
  ['the keys in another order', npy(F8, { header: "{'shape': (2, 2), 'fortran_order': False, 'descr': '<f8'}" }), rows],
  ['no space anywhere', npy(F8, { header: "{'descr':'<f8','fortran_order':False,'shape':(2,2)}" }), rows],
  ['a subnormal', npy(holding(5e-324)), right(1, 2, 5e-324, 4)], ['a negative zero', npy(holding(-0)), right(1, 2, -0, 4)],
  ['the largest', npy(holding(Number.MAX_VALUE)), refused('not-representable', ['#/include'])],

  ['NaN', npy(holding(Number.NaN)), invalid('#/x/1/0')], ['Infinity', npy(holding(Number.POSITIVE_INFINITY)), invalid('#/x/1/0')],
  ['-Infinity', npy(holding(Number.NEGATIVE_INFINITY)), invalid('#/x/1/0')],
  ['NaN in Fortran order', npy(holding(Number.NaN), { order: 'True' }), invalid('#/x/0/1')],
  ['an integer without a float64', npy(Buffer.alloc(32, 0xff).fill(0x1f, 7, 8), { descr: "'<i8'" }), invalid('#/x/0/0')],
  ['the largest of 64 bits', npy(Buffer.alloc(32, 0xff), { descr: "'<u8'" }), invalid('#/x/0/0')],

  ...["'|O'", "'O'", "'<c16'", "'<c8'", "'|S8'", "'<U2'", "'|V8'", "'<M8[ns]'", "'<m8[s]'", "'<f16'", "'<g'", "'f8'", "'=f8'", "'|f8'", "'<f3'", "'<f'", "'<f08'", "'<f8 '", "'<x8'", "''", "'<b1'", "'float64'", "'<f8,<f8'", "'__proto__'", "'<f-8'", "'<f99999999999'"]
    .map((descr): Case => [`the dtype ${descr}`, npy(F8, { descr }), refused(['invalid', 'malformed'], ['#/x'])]),
  ...["[('a', '<f8')]", "[('a', '<f8', (2,))]", "('<f8', (2,))", '<f8', '8', 'None', 'True', "b'<f8'", "u'<f8'", "'<f8", '"<f8"', "'<f\\x38'", "{'a': 1}"]
    .map((descr): Case => [`the dtype ${descr}, not as it is written`, npy(F8, { descr }), refused(['invalid', 'malformed'], ['#/x'])]),
  ...['(2, 3)', '(4, 1, 2)', '(0, 2)', '(2, 0)', '()', '(4,)', '(1, 1, 1, 1, 2, 2)', '(4294967296, 4294967296)', '(9007199254740993, 1)', '(18446744073709551616, 0)', '(4611686018427387904, 4)', `(${'9'.repeat(400)}, 1)`]
    .map((shape): Case => [`the shape ${shape.slice(0, 40)}`, npy(F8, { shape }), refused(['invalid', 'malformed'], ['#/x'])]),
  ...['(-2, -2)', '(2, -2)', '(2.0, 2)', '(2, 2', '2, 2', '[2, 2]', '(2; 2)', '(2, 2, )x', '(2 2)', '(,2, 2)', '(2,, 2)', '(0x2, 2)', '(02, 2)', '(2, 00)', '(2L, 2L)', '(True, 4)', '(2, (2))', 'None', "'(2, 2)'", '(1e0, 4)', '(٢, 2)', '(2**1, 2)', '(2)', '(__import__("os"), 2)']
    .map((shape): Case => [`the shape ${shape}, not as it is written`, npy(F8, { shape }), malformed]),
  ...['false', '0', 'None', "'False'", 'Maybe', 'True False', ''].map((order): Case => [`the order ${order}`, npy(F8, { order }), malformed]),
  ...[
    '', '{', '}', '{}', '[]', 'None', '{"descr": "<f8", "fortran_order": false, "shape": [2, 2]}', "{'descr': '<f8', 'fortran_order': False}",
    "{'descr': '<f8', 'shape': (2, 2)}", "{'fortran_order': False, 'shape': (2, 2)}", "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), 'more': True}",
    "{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}", "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)}}",
    "{'descr': '<f8' 'fortran_order': False 'shape': (2, 2)}", "{'__proto__': True, 'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)} # x", "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)\0}", "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)\xff}",
    `{${"'".repeat(50)}}`, "__import__('os').system('id')",
  ].map((header): Case => [`the header ${JSON.stringify(header).slice(0, 60)}`, npy(F8, { header }), malformed]),
  ...[0, 1, 60, 117, 119, 126, 150, 151, 9999, 10_001, 65_535].map((length): Case => [`a header that says ${length}`, npy(F8, { length }), malformed]),
  ...[0, 1, 10_001, 2 ** 31, 2 ** 32 - 1].map((length): Case => [`a header of version 2 that says ${length}`, npy(F8, { length, version: [2, 0] }), malformed]),
  ...[[0, 0], [0, 1], [1, 1], [2, 1], [4, 0], [255, 255]].map((version): Case => [`version ${version.join('.')}`, npy(F8, { version: version as [number, number] }), malformed]),
  ...['\x93NUMPX', '\x93numpy', 'NUMPY\x93', '\x92NUMPY', 'PK\x03\x04ab', '\x89PNG\r\n'].map((magic): Case => [`the magic word ${JSON.stringify(magic)}`, npy(F8, { magic }), malformed]),
  ...[0, 1, 5, 6, 7, 8, 9, 10, 11, 12, 50, 127, 128, 129, 136, 152, 159].map((length): Case => [`only ${length} bytes of it`, npy(F8).subarray(0, length), malformed]),
  ...[1, 8, 1000].map((more): Case => [`${more} bytes more`, Buffer.concat([npy(F8), Buffer.alloc(more)]), malformed]),
  ['two arrays', Buffer.concat([npy(F8), npy(F8)]), malformed],
  ['a pickle', npy(Buffer.from('\x80\x04]\x94.', 'latin1'), { descr: "'|O'", shape: '(1, 1)' }), refused('invalid', ['#/x'])],
  ['nothing but a huge shape', npy(Buffer.alloc(0), { shape: '(1000000000, 1000000000)' }), malformed],
  ['a shape that wraps around to its length', npy(F8, { shape: '(4611686018427387905, 4)' }), malformed],
]

const json = [`Accept: ${JSON_TYPE}`]

export const npyRows: readonly Row[] = [
  ...CASES.map(([what, body, wants]) => ({
    name: `npy, ${what}`,
    sends: posted(FORWARD, body, NPY, json),
    wants,
  })),
  { name: 'npy, as octets', sends: posted(FORWARD, npy(F8), OCTETS, json), wants: rows },
  {
    name: 'npy, where one array is not enough',
    sends: posted('/v1/backward', npy(F8), NPY),
    wants: refused('unsupported-media-type'),
  },
  {
    name: 'npy, called an archive',
    sends: posted(FORWARD, npy(F8), 'application/x-npz'),
    wants: refused('malformed'),
  },
  { name: 'npy, called JSON', sends: posted(FORWARD, npy(F8)), wants: refused('malformed') },
]
