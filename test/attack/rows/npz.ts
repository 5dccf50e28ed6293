import { inspect } from 'node:util'
import { crc32, deflateRawSync } from 'node:zlib'
import { archive, type Ending, type Part, u16, u32, u64 } from '../../support/archive.ts'
import { npyOf, npzOf } from '../../support/npz.ts'
import { archives } from '../../support/numpy.ts'
import { exact, same } from '../right.ts'
import { FORWARD, JSON_TYPE, NPZ, OCTETS, posted, type Row, refused, type Wants } from '../row.ts'

/** Archives as anybody may write them: members, names, sizes and ends that lie, bombs, what a field can't hold. */

const X = npyOf([
  [1, 2],
  [3, 4],
])
const part = (name: string, data: Buffer = X): Part => ({ name: `${name}.npy`, data })
const x = part('x')
const right = exact({ x: [1, 2, 3, 4], gamma: [1, 1], beta: [0, 0], eps: 1e-5 })
const malformed = (...pointers: string[]) => refused('malformed', pointers)
const invalid = (...pointers: string[]) => refused('invalid', pointers)
const broken = refused('malformed')
const tooLarge = refused('too-large', ['#/x'])
const bomb = (size: number): Part => {
  const packed = deflateRawSync(Buffer.alloc(size))
  return { name: 'x.npy', data: packed, method: 8, packed: packed.length, size }
}
const wide = (size: bigint): Part => ({
  ...x,
  size: 0xffffffff,
  extra: Buffer.concat([u16(1, 8), u64(size)]),
})

type Case = readonly [what: string, body: Buffer, wants: Wants]
const withParts = (what: string, parts: Part[], wants: Wants): Case => [what, archive(parts), wants]
const withEnd = (what: string, ending: Ending, wants: Wants = broken): Case => [
  what,
  archive([x], ending),
  wants,
]

// biome-ignore format: a table is read in rows
const CASES: readonly Case[] = [
  withParts('stored', [x], right), withParts('deflated', [{ ...x, deflated: true }], right),
  withParts('streamed', [{ ...x, flags: 8, behind: Buffer.alloc(16) }], right), withParts('UTF-8 names', [{ ...x, flags: 0x800 }], right),
  withEnd('a comment', { comment: Buffer.from('by hand') }, right), withEnd('a comment of 65,535', { comment: Buffer.alloc(65_535) }, right),
  withEnd('a 64-bit end', { wide: 'full' }, right), withEnd('two ends', { wide: 'twice' }, right),
  withParts('64-bit sizes', [wide(BigInt(X.length))], right),

  withParts('nothing in it', [], invalid('#/x')), withParts('no x', [part('gamma')], refused('invalid')),
  ...['y', 'X', 'arr_0', 'x_', 'toString', 'constructor', '__proto__', 'hasOwnProperty', 'then'].map((name) => withParts(`a member ${name}`, [x, part(name)], invalid(`#/${name}`))),
  ...['__proto__.x', 'constructor.prototype', 'toString.call'].map((name) => withParts(`a member ${name}`, [x, part(name)], invalid(`#/${name.split('.')[0]}`))),
  ...['running.__proto__', 'running.constructor', 'running.median'].map((name) => withParts(`a member ${name}`, [x, part(name)], invalid(`#/${name.replace('.', '/')}`))),
  ...['', '.', '..', '../x', '/etc/passwd', 'C:\\x', 'x/', 'x\0', 'x.npy', 'x..mean', '.x', 'x.', 'é', 'x y', '€'.repeat(30), 'n'.repeat(65), 'n'.repeat(5000), '\u202e', '%2e%2e%2fx', '$(id)', "'; --"]
    .map((name) => withParts(`a member ${JSON.stringify(name.slice(0, 20))} of ${name.length} letters`, [x, part(name)], refused(['invalid', 'malformed']))),
  withParts('x without an ending', [{ name: 'x', data: X }], right), withParts('x with another', [{ name: 'x.npz', data: X }], refused('invalid')),
  withParts('x twice', [x, x], malformed('#/x')), withParts('x twice, once without its ending', [x, { name: 'x', data: X }], malformed('#/x')),
  withParts('a part of x', [x, part('x.0')], malformed('#/x/0')), withParts('x in parts', [part('x.shape'), part('x.data')], invalid('#/x')),
  withParts('x in rows', [part('x.0'), part('x.1')], invalid('#/x')), withParts('an archive within', [part('x', archive([x]))], malformed('#/x')),
  withParts('text within', [part('x', Buffer.from('[[1]]'))], malformed('#/x')), withParts('nothing within', [part('x', Buffer.alloc(0))], malformed('#/x')),
  withParts('64 members', Array.from({ length: 64 }, (_, k) => part(`x${k}`)), refused('invalid')),
  withParts('65 members', Array.from({ length: 65 }, (_, k) => part(`x${k}`)), refused('too-large')),
  withParts('5,000 members', Array.from({ length: 5000 }, (_, k) => part(`x${k}`, Buffer.alloc(0))), refused('too-large')),

  ...[1, 0x40, 0x2000, 0x2041].map((flags) => withParts(`the flags ${flags}`, [{ ...x, flags }], malformed('#/x'))),
  ...[1, 2, 6, 9, 12, 14, 93, 95, 98, 99, 65_535].map((method) => withParts(`method ${method}`, [{ ...x, method }], malformed('#/x'))),
  withParts('deflated, it says', [{ ...x, method: 8 }], malformed('#/x')), withParts('stored, it says', [{ ...x, deflated: true, method: 0 }], malformed('#/x')),
  withParts('a wrong checksum', [{ ...x, crc: 1 }], malformed('#/x')), withParts('a wrong checksum, deflated', [{ ...x, deflated: true, crc: 1 }], malformed('#/x')),
  withParts('another name inside', [{ ...x, localName: 'y.npy' }], malformed('#/x')), withParts('a longer name inside', [{ ...x, localName: 'xx.npy' }], malformed('#/x')),
  withParts('another method inside', [{ ...x, localMethod: 8 }], malformed('#/x')), withParts('other flags inside', [{ ...x, localFlags: 8 }], malformed('#/x')),
  ...[0, 1, X.length - 1, X.length + 1, 2 ** 31].map((size) => withParts(`the size ${size} of ${X.length}`, [{ ...x, size }], refused(['malformed', 'too-large'], ['#/x']))),
  ...[0, 1, X.length - 1, X.length + 1, 1000, 2 ** 32 - 2].map((packed) => withParts(`${packed} packed of ${X.length}`, [{ ...x, packed }], broken)),
  ...[0, 1, X.length - 1, X.length + 1].map((size) => withParts(`the size ${size} of ${X.length}, deflated`, [{ ...x, deflated: true, size }], malformed('#/x'))),
  ...[1, 30, 100, 2 ** 31, 2 ** 32 - 2].map((offset) => withParts(`the offset ${offset}`, [{ ...x, offset }], broken)),
  ...[0n, 1n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n].map((size) => withParts(`the 64-bit size ${size}`, [wide(size)], refused(['malformed', 'too-large']))),
  withParts('no 64-bit size', [{ ...x, size: 0xffffffff }], malformed('#/x')),
  withParts('half a 64-bit size', [{ ...x, size: 0xffffffff, extra: Buffer.concat([u16(1, 4), u32(9)]) }], malformed('#/x')),
  withParts('an extra field beyond its length', [{ ...x, size: 0xffffffff, extra: u16(1, 65_535) }], malformed('#/x')),
  withParts('the same bytes for two', [x, { ...part('gamma'), offset: 0 }], broken), withParts('one within another', [x, { ...part('gamma'), packed: 400 }], broken),
  withParts('a gap', [{ ...x, behind: Buffer.alloc(12) }, part('gamma')], malformed('#/gamma')), withParts('bytes before the directory', [{ ...x, behind: Buffer.alloc(1) }], broken),

  withEnd('no member, it says', { count: 0 }), withEnd('two members, it says', { count: 2 }), withEnd('65,535 members, it says', { count: 65_535 }, refused('too-large')),
  withEnd('the second disk', { disk: 1 }), withEnd('a short directory', { directorySize: 10 }), withEnd('a long directory', { directorySize: 1000 }),
  withEnd('a directory of 4 GiB', { directorySize: 0xfffffffe }), withEnd('a directory at the start', { directoryOffset: 0 }),
  withEnd('a directory behind the end', { directoryOffset: 0xfffffffe }), withEnd('bytes before the end', { between: Buffer.alloc(4) }),
  withEnd('a comment that is an archive', { comment: archive([x]) }),
  ['bytes before it', Buffer.concat([Buffer.from('#!'), archive([x])]), broken], ['bytes behind it', Buffer.concat([archive([x]), Buffer.alloc(1)]), broken],
  ['two archives', Buffer.concat([archive([x]), archive([x])]), broken], ['another kind of archive', Buffer.alloc(1024, 'ustar'), broken],
  ...[0, 1, 2, 4, 10, 22, 29, 30, 35, 40, 100, 200, 230, 231, 240, 260].map((length): Case => [`only ${length} bytes of it`, archive([x]).subarray(0, length), broken]),
  ...[1, 4, 10, 21, 22, 23].map((length): Case => [`without its last ${length} bytes`, archive([x]).subarray(0, -length), broken]),

  withParts('a bomb of 256 MiB and a byte', [bomb(2 ** 28 + 1)], tooLarge),
  withParts('a bomb that calls itself small', [{ ...bomb(2 ** 28), size: 1000 }], malformed('#/x')),
  withParts('a bomb that is no array', [bomb(2 ** 26)], malformed('#/x')),
  withParts('a bomb in a bomb', [{ name: 'x.npy', data: archive([bomb(2 ** 28)]), deflated: true }], malformed('#/x')),
  withParts('sixteen bombs', Array.from({ length: 16 }, (_, k) => ({ ...bomb(2 ** 25), name: `x${k}.npy` })), refused('too-large')),
  withParts('data behind deflated data', [{ name: 'x.npy', data: Buffer.concat([deflateRawSync(X), Buffer.from('more')]), method: 8, size: X.length, crc: crc32(X) }], malformed('#/x')),

  ...([
    [{ x: 1 }, '#/x'], [{ x: 'train' }, '#/x'], [{ x: null }, '#/x'], [{ x: [1, 2] }, '#/x'], [{ x: [[[[[[1]]]]]] }, '#/x'], [{ x: [] }, '#/x'], [{ x: [[], []] }, '#/x'],
    [{ x: ['a', 'b'] }, '#/x'], [{ x: [[1]], eps: [1e-5] }, '#/eps'], [{ x: [[1]], eps: 'small' }, '#/eps'], [{ x: [[1]], eps: -1 }, '#/eps'], [{ x: [[1]], eps: null }, '#/eps'],
    [{ x: [[1]], mode: ['train'] }, '#/mode'], [{ x: [[1]], mode: 1 }, '#/mode'], [{ x: [[1]], include: [1, 2] }, '#/include'], [{ x: [[1]], channelAxis: 0.5 }, '#/channelAxis'],
    [{ x: [[1]], gamma: 1 }, '#/gamma'], [{ x: [[1]], gamma: [[1]] }, '#/gamma'], [{ x: [[1]], running: 1 }, '#/running'], [{ x: [[1]], running: { count: -1 } }, '#/running/count'],
    [{ x: [[Number.NaN]] }, '#/x/0/0'], [{ x: [[1, Number.POSITIVE_INFINITY]] }, '#/x/0/1'], [{ x: [[1]], gamma: [Number.NaN] }, '#/gamma/0'], [{ x: [[1]], eps: Number.NaN }, '#/eps'],
  ] as const).map(([request, pointer]): Case => [`${inspect(request, { depth: 9 })}`, npzOf(request), invalid(pointer)]),
]

const json = [`Accept: ${JSON_TYPE}`]

export const npzRows: readonly Row[] = [
  ...CASES.map(([what, body, wants]) => ({
    name: `npz, ${what}`,
    sends: posted(FORWARD, body, NPZ, json),
    wants,
  })),
  ...archives
    .filter(({ holds }) => holds?.['x'])
    .map(({ name, bytes }) => ({
      name: `npz of NumPy, ${name}`,
      sends: posted(FORWARD, bytes, NPZ),
      wants: same(FORWARD, bytes, NPZ),
    })),
  { name: 'npz, as octets', sends: posted(FORWARD, archive([x]), OCTETS, json), wants: right },
  { name: 'npz, called JSON', sends: posted(FORWARD, archive([x])), wants: broken },
  {
    name: 'npz, for a class, which no archive holds',
    sends: posted('/v1/grade/batch', archive([x]), NPZ),
    wants: refused('unsupported-media-type'),
  },
]
