import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../src/core/errors.ts'
import { unzip } from '../../src/formats/unzip.ts'
import { type Member, zip } from '../../src/formats/zip.ts'
import { archive, type Ending, type Part, u16, u32, u64 } from '../support/archive.ts'
import { refusal } from '../support/client.ts'
import { archives } from '../support/numpy.ts'

const LIMITS = { members: 8, bytes: 10_000 }

/** The members of an archive, each with its bytes as text. */
function read(bytes: Uint8Array, limits = LIMITS): [name: string, text: string][] {
  return unzip(bytes, limits).map((member) => [
    member.name,
    Buffer.from(member.bytes()).toString('latin1'),
  ])
}

const A: Part = { name: 'a.npy', data: Buffer.from('the first') }
const B: Part = { name: 'b.npy', data: Buffer.from('the second, the second'), deflated: true }
const C: Part = { name: 'c.npy', data: Buffer.alloc(0) }
const TEXTS = [
  ['a.npy', 'the first'],
  ['b.npy', 'the second, the second'],
  ['c.npy', ''],
]

const why = (bytes: Uint8Array, limits = LIMITS) => {
  const { code, message, faults } = refusal(() => read(bytes, limits))
  const places = faults.map(({ path }) => path.join('.'))
  return [`${code}: ${message}`, ...places].join(' @ ')
}

describe('an archive is read', () => {
  test.for<[what: string, bytes: Buffer]>([
    ['in order', archive([A, B, C])],
    ['with a comment', archive([A, B, C], { comment: Buffer.from('made by hand') })],
    ['with the longest comment', archive([A, B, C], { comment: Buffer.alloc(65_535, ' ') })],
    ['with a 64-bit end', archive([A, B, C], { wide: 'full' })],
    ['with both ends', archive([A, B, C], { wide: 'twice' })],
    ['with a 64-bit end and a comment', archive([A, B, C], { wide: 'full', comment: u32(1) })],
    [
      'with a comment that looks like half an end',
      archive([A, B, C], { comment: u32(0x06054b50, 0, 0, 0) }),
    ],
    [
      'with 64-bit sizes in the directory',
      archive([A, { ...B, size: 0xffffffff, extra: Buffer.concat([u16(1, 8), u64(22)]) }, C]),
    ],
    [
      'with 64-bit sizes behind another extra field',
      archive([
        {
          ...A,
          size: 0xffffffff,
          packed: 0xffffffff,
          offset: 0xffffffff,
          extra: Buffer.concat([u16(0x5455, 4), u32(7), u16(1, 24), u64(9, 9, 0)]),
        },
        B,
        C,
      ]),
    ],
    ...[12, 16, 20, 24].map((length): [string, Buffer] => [
      `streamed, with ${length} bytes behind each member`,
      archive([A, B, C].map((part) => ({ ...part, flags: 8, behind: Buffer.alloc(length) }))),
    ]),
  ])('%s', ([, bytes]) => {
    expect(read(bytes)).toEqual(TEXTS)
  })

  test('in the order of the directory, wherever the members lie', () => {
    const [second, first] = [
      { ...A, offset: 30 + 5 + C.data.length },
      { ...C, offset: 0 },
    ]
    // The members lie as C, A; the directory, made of the same entries, as A, C.
    const lying = archive([C, A])
    const told = archive([second, first])
    const directory = told.indexOf(u32(0x02014b50))
    const swapped = Buffer.concat([
      lying.subarray(0, lying.indexOf(u32(0x02014b50))),
      told.subarray(directory),
    ])
    expect(read(swapped)).toEqual([TEXTS[0], TEXTS[2]])
  })

  test('wherever it begins in memory', () => {
    const shifted = Buffer.concat([Buffer.alloc(5), archive([A, B, C])]).subarray(5)
    expect(read(shifted)).toEqual(TEXTS)
  })

  test('when it is empty', () => {
    expect(read(archive([]))).toEqual([])
  })
})

describe('an archive is refused', () => {
  const NO_END = 'malformed: the body is not a zip archive, or it ends too early'
  const DIRECTORY = 'malformed: the archive is broken: its directory is not where its end says'
  const bytes = archive([A, B, C])

  test.for<[what: string, parts: Part[], why: string]>([
    ['an encrypted member', [A, { ...B, flags: 1 }], 'malformed: b is encrypted @ b'],
    ['a strongly encrypted one', [A, { ...B, flags: 0x40 }], 'malformed: b is encrypted @ b'],
    ['a hidden directory', [{ ...A, flags: 0x2000 }], 'malformed: a is encrypted @ a'],
    [
      'encrypted by its own header',
      [A, { ...B, localFlags: 1 }],
      'is not what the directory says @ b',
    ],
    ['bzip2', [A, { ...B, method: 12 }], 'malformed: b is packed by method 12 @ b'],
    ['deflate64', [{ ...A, method: 9 }], 'malformed: a is packed by method 9 @ a'],
    [
      'another method in its header',
      [{ ...A, localMethod: 8 }],
      'is not what the directory says @ a',
    ],
    [
      'another name in its header',
      [A, { ...B, localName: 'x.npy' }],
      'is not what the directory says @ b',
    ],
    [
      'a longer name in its header',
      [{ ...A, localName: 'aa.npy' }, B],
      'malformed: a is not what the directory says @ a',
    ],
    ['a wrong checksum', [A, { ...B, crc: 1 }], 'malformed: b does not match its checksum @ b'],
    [
      'a wrong checksum, stored',
      [{ ...A, crc: 1 }],
      'malformed: a does not match its checksum @ a',
    ],
    [
      'two sizes of a stored member',
      [{ ...A, size: 8 }],
      'malformed: a is stored in two sizes @ a',
    ],
    [
      'more than it declares',
      [{ ...B, size: 21 }],
      'malformed: b can not be inflated to its size @ b',
    ],
    ['less than it declares', [{ ...B, size: 23 }], 'malformed: b does not match its checksum @ b'],
    ['nothing declared', [{ ...B, size: 0 }], 'malformed: b can not be inflated to its size @ b'],
    ['no deflated data', [{ ...A, method: 8 }], 'malformed: a can not be inflated to its size @ a'],
    [
      'deflated data that ends early',
      [{ ...B, packed: 4 }, C],
      'malformed: c has bytes of nobody before it @ c',
    ],
    [
      'one within another',
      [A, { ...B, packed: 40 }, C],
      'malformed: c overlaps another member @ c',
    ],
    [
      'the same bytes twice',
      [A, { ...A, name: 'aa.npy', offset: 0 }],
      'malformed: aa overlaps another member @ aa',
    ],
    ['a size beyond the directory', [A, { ...B, packed: 100 }], 'malformed: b is cut @ b'],
    [
      'a start beyond the directory',
      [A, { ...B, offset: 9999 }],
      'malformed: b has bytes of nobody before it @ b',
    ],
    [
      'a gap',
      [{ ...A, behind: Buffer.alloc(12) }, B],
      'malformed: b has bytes of nobody before it @ b',
    ],
    [
      'a gap at the end',
      [{ ...A, behind: Buffer.alloc(1) }],
      'its directory does not follow its last member',
    ],
    [
      'a gap of an odd size',
      [{ ...A, flags: 8, behind: Buffer.alloc(13) }],
      'its directory does not follow its last member',
    ],
    [
      'no streamed facts',
      [{ ...A, flags: 8 }, B],
      'malformed: b has bytes of nobody before it @ b',
    ],
    ['no 64-bit size', [{ ...A, size: 0xffffffff }], 'malformed: a lacks a size @ a'],
    [
      'half a 64-bit size',
      [{ ...A, size: 0xffffffff, extra: Buffer.concat([u16(1, 4), u32(9)]) }],
      'malformed: a lacks a size @ a',
    ],
    [
      'an extra field that is cut',
      [{ ...A, size: 0xffffffff, extra: u16(1) }],
      'malformed: a lacks a size @ a',
    ],
    [
      'a size of 2^63',
      [{ ...A, size: 0xffffffff, extra: Buffer.concat([u16(1, 8), u64(2n ** 63n)]) }],
      'a size is impossible',
    ],
    [
      'a size of 2^32 - 1',
      [{ ...A, size: 0xfffffffe }],
      'too-large: the archive inflates to more than 10000 bytes @ a',
    ],
    [
      'a name of no field',
      [{ ...A, name: 'no/field.npy', crc: 1 }],
      'malformed: a member does not match its checksum @ no/field.npy',
    ],
  ])('with %s', ([, parts, expected]) => {
    expect(why(archive(parts))).toContain(expected)
  })

  test.for<[what: string, ending: Ending, why: string]>([
    [
      'an end that tells of one member less',
      { count: 2 },
      'its directory holds more than its end says',
    ],
    ['an end that tells of none', { count: 0 }, 'its directory holds more than its end says'],
    ['an end that tells of one more', { count: 4 }, 'its directory is cut'],
    [
      'an end that tells of many',
      { count: 9 },
      'too-large: the archive has 9 members, and 8 are allowed',
    ],
    ['a directory that begins elsewhere', { directoryOffset: 1 }, DIRECTORY],
    ['a directory of another size', { directorySize: 1 }, DIRECTORY],
    ['bytes behind the directory', { between: Buffer.alloc(3) }, DIRECTORY],
    ['several disks', { disk: 1 }, 'it is one part of several'],
    ['bytes between its 64-bit ends', { wide: 'full', between: Buffer.alloc(3) }, DIRECTORY],
    ['64-bit ends that tell of less', { wide: 'full', count: 2 }, 'holds more than its end says'],
    [
      '64-bit ends that tell of 2^40',
      { wide: 'full', count: 2 ** 40 },
      'too-large: the archive has 1099511627776 members',
    ],
    ['64-bit ends that point nowhere', { wide: 'full', directoryOffset: 2 ** 50 }, DIRECTORY],
  ])('with %s', ([, ending, expected]) => {
    expect(why(archive([A, B, C], ending))).toContain(expected)
  })

  test('with bytes hidden behind deflated data', () => {
    const data = Buffer.concat([deflateRawSync(B.data), Buffer.from('hidden')])
    const hiding = {
      ...B,
      data,
      deflated: false,
      method: 8,
      size: B.data.length,
      crc: crc32(B.data),
    }
    expect(why(archive([hiding]))).toBe('malformed: b can not be inflated to its size @ b')
  })

  test('with ends that disagree', () => {
    const parts = archive([A, B, C])
    parts.writeUInt16LE(2, parts.length - 14)
    expect(why(parts)).toContain('it is one part of several')
    const twice = archive([A, B, C], { wide: 'twice' })
    twice.writeUInt16LE(2, twice.length - 12)
    twice.writeUInt16LE(2, twice.length - 14)
    expect(why(twice)).toContain('its two ends disagree')
    const far = archive([A, B, C], { wide: 'full' })
    far.writeUInt32LE(1, far.length - 22 - 12)
    expect(why(far)).toContain('its 64-bit end is not where it should be')
  })

  test('with another archive in its comment, or before it', () => {
    const other = archive([{ ...A, data: Buffer.from('the other') }])
    expect(why(archive([A], { comment: other }))).toBe(DIRECTORY)
    expect(why(archive([A], { comment: archive([]) }))).toBe(DIRECTORY)
    expect(why(Buffer.concat([other, archive([A])]))).toBe(DIRECTORY)
    expect(why(Buffer.concat([Buffer.from('#!'), archive([A])]))).toBe(DIRECTORY)
    // One whose offsets know of the prefix.
    const moved = archive([{ ...A, offset: 2 }], { directoryOffset: 2 + 30 + 5 + 9 })
    expect(why(Buffer.concat([Buffer.from('#!'), moved]))).toBe(
      'malformed: a has bytes of nobody before it @ a',
    )
  })

  test('with bytes behind it', () => {
    expect(why(Buffer.concat([bytes, Buffer.alloc(1)]))).toBe(NO_END)
    expect(why(Buffer.concat([bytes, Buffer.alloc(70_000)]))).toBe(NO_END)
  })

  test('when it is cut at any byte', () => {
    for (const whole of [bytes, archive([A, B, C], { wide: 'full' }), ...sound()]) {
      for (let length = 0; length < whole.length; length++) {
        expect(refusal(() => read(whole.subarray(0, length))).code).toBe('malformed')
      }
    }
  })

  test('when it is something else', () => {
    for (const other of ['', 'PK', 'PK\x03\x04', '\x93NUMPY', '{"x": [[1]]}', ' '.repeat(100)]) {
      expect(why(Buffer.from(other, 'latin1'))).toBe(NO_END)
    }
  })
})

/** The archives that NumPy has written. */
function sound(): Buffer[] {
  return archives.flatMap(({ bytes, holds }) => (holds ? [bytes] : []))
}

describe('the limits', () => {
  test('are those of all members together, at the last byte', () => {
    expect(read(archive([A, B, C]), { members: 3, bytes: 31 })).toEqual(TEXTS)
    expect(why(archive([A, B, C]), { members: 3, bytes: 30 })).toBe(
      'too-large: the archive inflates to more than 30 bytes @ b',
    )
    expect(why(archive([A, B, C]), { members: 2, bytes: 31 })).toBe(
      'too-large: the archive has 3 members, and 2 are allowed',
    )
  })

  test('hold before anything is inflated, and without reading it', () => {
    const bomb = { ...B, data: Buffer.alloc(10_001) }
    expect(why(archive([bomb]))).toContain('too-large')
    // Nothing of it is deflated data at all; only its size is looked at.
    const broken = { ...A, method: 8, size: 10_001 }
    expect(why(archive([broken]))).toContain('too-large')
  })

  test('hold when the size is a lie', () => {
    const deflated = deflateRawSync(Buffer.alloc(2 ** 20))
    const lie = { name: 'b.npy', data: deflated, method: 8, size: 5000 }
    expect(why(archive([lie]))).toBe('malformed: b can not be inflated to its size @ b')
  })
})

/** Members of any name and any bytes, in any number of pieces. */
const members: fc.Arbitrary<Member[]> = fc.array(
  fc.record({
    name: fc.string({ unit: 'binary', maxLength: 12 }).map((name) => name.toWellFormed()),
    pieces: fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 3 }),
  }),
  { maxLength: 8 },
)

describe('zip()', () => {
  test('is undone by unzip(), whatever the members', () => {
    fc.assert(
      fc.property(members, (list) => {
        const expected = list.map(({ name, pieces }) => [
          name,
          Buffer.concat(pieces).toString('latin1'),
        ])
        expect(read(Buffer.concat([...zip(list)]))).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  test('writes the same bytes at any time, and copies none of the data', () => {
    const data = Uint8Array.of(1, 2, 3)
    const list = [{ name: 'a', pieces: [data] }]
    expect([...zip(list)]).toContain(data)
    expect(Buffer.concat([...zip(list)])).toEqual(archive([{ name: 'a', data }]))
  })

  test('refuses what would need 64-bit sizes, before it looks at the data', () => {
    const pieces = Array(4096).fill(new Uint8Array(2 ** 20))
    const { code, message } = refusal(() => zip([{ name: 'a', pieces }]))
    expect([code, message]).toEqual([
      'too-large',
      'the reply would be larger than 4 GiB; ask for less at a time',
    ])
  })
})

test('a flipped byte is found, or changes nothing', () => {
  for (const whole of [archive([A, B, C]), archive([A, B], { wide: 'full' })]) {
    const expected = read(whole)
    for (let at = 0; at < whole.length; at++) {
      for (const mask of [1, 2, 8, 0x40, 0x80, 0xff]) {
        const copy = Buffer.from(whole)
        copy[at] = (copy[at] as number) ^ mask
        const found = answer(copy)
        if (!(found instanceof Refusal)) expect([at, found]).toEqual([at, expected])
      }
    }
  }
})

test('any bytes are an archive or a refusal, never another error', () => {
  const some = fc.constantFrom(archive([A, B, C]), ...sound())
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(some, changes, (bytes, changed) => {
      const copy = Buffer.from(bytes)
      for (const [at, byte] of changed) copy[at % copy.length] = byte
      answer(copy)
    }),
    { numRuns: 3000 },
  )
})

function answer(bytes: Uint8Array): [string, string][] | Refusal {
  try {
    return read(bytes)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
