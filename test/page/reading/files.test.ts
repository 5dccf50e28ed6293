import { crc32 as zlibs } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32 } from '../../../page/reading/crc32.ts'
import { readFiles } from '../../../page/reading/files.ts'
import type { Read } from '../../../page/reading/text.ts'
import { archive, type Part } from '../../support/archive.ts'
import { npyOf } from '../../support/npz.ts'
import { archives, arrays, type Held } from '../../support/numpy.ts'
import { plain, sentenceOf } from './reading.ts'

const file = (name: string, content: string | Uint8Array) =>
  new File([typeof content === 'string' ? content : Uint8Array.from(content)], name)

const read = async (...files: File[]) =>
  Object.fromEntries(
    Object.entries(await readFiles(files)).map(([name, each]) => [name, plain(each)]),
  )

const why = (...files: File[]) => readFiles(files).then(() => 'they were read', sentenceOf)

const isNumbers = (held: Held | undefined): held is Read =>
  held?.data instanceof Float64Array && held.data.length > 0

describe('an .npy file', () => {
  test('is read bit for bit, as NumPy wrote it, by its own name', async () => {
    for (const { name, bytes, holds } of arrays) {
      if (!isNumbers(holds) || /bool|truth/.test(name)) continue
      expect(await read(file('dx.v2.npy', bytes))).toEqual({ 'dx.v2': plain(holds) })
    }
  })

  const REFUSED: Record<string, string> = {
    objects: 'x.npy: holds Python objects, which are never read.',
    complex: 'x.npy: holds complex numbers.',
    'C words': 'x.npy: It holds words, not numbers.',
    'a truth value': 'x.npy: It holds truth values, not numbers.',
    'no rows': 'x.npy: It holds no numbers: its shape is (0,3).',
  }

  test('is refused by what it is', async () => {
    for (const [name, expected] of Object.entries(REFUSED)) {
      const { bytes } = arrays.find((each) => each.name === name) as { bytes: Buffer }
      expect(await why(file('x.npy', bytes))).toBe(expected)
    }
    expect(await why(file('x.npy', 'numbers'))).toBe(
      'x.npy: not a NumPy array: it does not begin as one.',
    )
    expect(await why(file('x.npy', npyOf([[[[[[1]]]]]])))).toBe(
      'x.npy: It has 6 axes, and at most 5 can be read.',
    )
  })
})

describe('an .npz file', () => {
  test('is read bit for bit, as NumPy wrote it, by the names of its members', async () => {
    for (const { name, bytes, holds = {} } of archives) {
      const numbers = Object.entries(holds).filter(([, held]) => isNumbers(held))
      if (numbers.length === 0) continue
      const expected = Object.fromEntries(numbers.map(([key, held]) => [key, plain(held as Read)]))
      expect([name, await read(file('any.npz', bytes))]).toEqual([name, expected])
    }
  })

  test('may hold NaN, which a submission can', async () => {
    const { bytes } = archives.find(({ name }) => name === 'NaN') as { bytes: Buffer }
    expect((await read(file('any.npz', bytes)))['x']?.data).toEqual([1, 2, 3, 4, 5, Number.NaN])
  })

  const part = (name: string, more: Partial<Part> = {}): Part => ({
    name: `${name}.npy`,
    data: npyOf([
      [1, 2],
      [3, 4],
    ]),
    deflated: true,
    ...more,
  })
  const size = part('x').data.length

  test.for<[what: string, parts: Part[], why: string]>([
    ['another checksum', [part('x', { crc: 1 })], 'x does not match its checksum.'],
    ['a larger size', [part('x', { size: size + 1 })], 'x does not match its checksum.'],
    ['a smaller size', [part('x', { size: size - 1 })], 'x can not be inflated to its size.'],
    [
      'nothing deflated',
      [part('x', { deflated: false, method: 8 })],
      'x can not be inflated to its size.',
    ],
    ['two sizes of one', [part('x', { deflated: false, size: 1 })], 'x is stored in two sizes.'],
    [
      'a cut member',
      [part('x', { packed: 9 })],
      'the archive is broken: its directory does not follow its last member.',
    ],
    ['a member encrypted', [part('x', { flags: 1 })], 'x is encrypted.'],
    [
      'more than may be',
      [part('x', { size: 2 ** 30 })],
      'the archive inflates to more than 536870912 bytes.',
    ],
    [
      'too many members',
      Array.from({ length: 257 }, (_, i) => part(`x${i}`)),
      'the archive has 257 members, and 256 are allowed.',
    ],
    ['one name twice', [part('x'), { ...part('x'), name: 'x' }], 'It holds x twice.'],
    [
      'no array in a member',
      [part('x', { data: Buffer.from('oops') })],
      'x: not a NumPy array: it does not begin as one.',
    ],
    [
      'six axes',
      [part('x', { data: npyOf([[[[[[1]]]]]]) })],
      'x: It has 6 axes, and at most 5 can be read.',
    ],
    ['nothing', [], 'It holds no array of numbers.'],
  ])('is refused with %s', async ([, parts, expected]) => {
    expect(await why(file('a.npz', archive(parts)))).toBe(`a.npz: ${expected}`)
  })

  test('with any byte changed holds the same numbers, or is refused', async () => {
    const sound = archive([part('x'), part('dx', { deflated: false })])
    const expected = await read(file('a.npz', sound))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sound.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const bytes = Uint8Array.from(sound)
          bytes[at] = (bytes[at] as number) ^ change
          const found = await read(file('a.npz', bytes)).catch(sentenceOf)
          // The names are under no checksum, but stand in two places.
          if (typeof found !== 'string') expect(found).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('a text file', () => {
  test('is read by the names in it, or by its own', async () => {
    const text = await read(
      file('grads.json', '{"dx": [[1, 2]], "dgamma": [3]}'),
      file('x.JSON', '[[1, 2], [3, 4]]'),
      file('gamma.txt', '[1. 2.]\n'),
      file('beta.csv', 'a,b\n1,2\n'),
      file('dout.tsv', '1\t2\n3\t4\n'),
    )
    const shapes = Object.entries(text).map(([name, { shape }]) => [name, ...shape])
    expect(shapes).toEqual([
      ['dx', 1, 2],
      ['dgamma', 1],
      ['x', 2, 2],
      ['gamma', 2],
      ['beta', 2],
      ['dout', 2, 2],
    ])
  })

  test('may be written in UTF-16, as PowerShell does', async () => {
    const little = Buffer.from('\ufeff[1. \u22122.]', 'utf16le')
    expect(await read(file('x.txt', little))).toEqual({ x: { shape: [2], data: [1, -2] } })
    const big = Buffer.from(little).swap16()
    expect(await read(file('x.txt', big))).toEqual({ x: { shape: [2], data: [1, -2] } })
    expect((await read(file('x.txt', '\ufeff[1, \u22122]')))['x']?.data).toEqual([1, -2])
  })

  test('is refused with its name and the place', async () => {
    const text = '1,2\n3,x'
    expect(await why(file('x.csv', text))).toBe('x.csv: Line 2, column 3: "x" is not a number.')
    expect(await readFiles([file('x.csv', text)]).catch((error) => error)).toMatchObject({
      line: 2,
      column: 3,
    })
    expect(await why(file('x.csv', ''))).toBe('x.csv: There is no text: paste numbers.')
  })
})

describe('files', () => {
  test('of other kinds are refused', async () => {
    for (const name of ['x.mat', 'x', 'x.npy.zip', 'x.toString', '.npyx']) {
      expect(await why(file(name, '1'))).toBe(
        `${name}: only .npy, .npz, .json, .csv, .tsv and .txt can be read.`,
      )
    }
  })

  test('may not give one name two arrays', async () => {
    expect(await why(file('x.txt', '1'), file('all.json', '{"x": 2}'))).toBe(
      'x is in two files: x.txt and all.json.',
    )
  })

  test('that are none hold nothing', async () => {
    expect(await readFiles([])).toEqual({})
  })
})

test("the checksum is zlib's", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(crc32(bytes)).toBe(zlibs(bytes))
    }),
  )
})
