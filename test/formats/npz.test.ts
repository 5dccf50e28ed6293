import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../src/core/errors.ts'
import { vector } from '../../src/core/matrix.ts'
import { writeNpy, writeStrings } from '../../src/formats/npy-write.ts'
import { readNpz, readSingle, writeNpz } from '../../src/formats/npz.ts'
import { nest } from '../../src/formats/tensor.ts'
import { zip } from '../../src/formats/zip.ts'
import { archive, type Part } from '../support/archive.ts'
import { refusal } from '../support/client.ts'
import { npyOf, npzOf } from '../support/npz.ts'
import { archives, type Held } from '../support/numpy.ts'

const LIMITS = { members: 64, bytes: 2 ** 20 }
const read = (bytes: Uint8Array) => readNpz(bytes, LIMITS)

/** A request as JSON has it: tensors nested, no other prototype than that of JSON's objects. */
function asJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if ('data' in value && value.data instanceof Float64Array) return nest(value as never)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asJson(each)]))
}

const why = (bytes: Uint8Array, limits = LIMITS) => {
  const { code, message, faults } = refusal(() => readNpz(bytes, limits))
  return [`${code}: ${message}`, ...faults.map(({ path }) => path.join('/'))].join(' @ ')
}

describe('what NumPy writes', () => {
  for (const { name, bytes, holds } of archives) {
    if (!holds) continue
    test(`is read: ${name}`, () => {
      expect(asJson(read(bytes))).toEqual(requestOf(holds))
      for (let shift = 0; shift < 8; shift++) {
        const moved = new Uint8Array(shift + bytes.length).subarray(shift)
        moved.set(bytes)
        const lying = readNpz(moved, LIMITS, { spent: true })
        expect([shift, asJson(lying)]).toEqual([shift, requestOf(holds)])
      }
    })
  }

  /** The request that fields by the names of members stand for. */
  function requestOf(holds: Record<string, Held>): object {
    const request: Record<string, Record<string, unknown> | unknown> = {}
    for (const [name, { shape, data }] of Object.entries(holds)) {
      const value = shape.length === 0 ? data[0] : nest({ shape, data: data as Float64Array })
      const [first = '', second] = name.split('.')
      if (second === undefined) request[first] = value
      else request[first] = { ...(request[first] as object), [second]: value }
    }
    return request
  }

  const REFUSED: Record<string, string> = {
    bzip2: 'malformed: x is packed by method 12 @ x',
    lzma: 'malformed: x is packed by method 14 @ x',
    objects: 'invalid: gamma: holds Python objects, which are never read @ gamma',
    'a prefix': 'malformed: the archive is broken: its directory is not where its end says',
    'a prefix that it knows of': 'malformed: x has bytes of nobody before it @ x',
  }

  test('is refused by what it is', () => {
    for (const [name, reason] of Object.entries(REFUSED)) {
      const { bytes } = archives.find((each) => each.name === name) as { bytes: Buffer }
      expect([name, why(bytes)]).toEqual([name, reason])
    }
  })
})

describe('a request in an archive', () => {
  test('says what its JSON would', () => {
    const request = {
      x: [
        [1, -0],
        [5e-324, 1e308],
      ],
      gamma: [0.1, 2],
      eps: 1e-5,
      mode: 'eval',
      include: ['mu', 'var'],
      running: { mean: [0, 1], momentum: null, count: 3 },
      cache: { xhat: [[[[[7]]]]] },
    }
    expect(asJson(read(npzOf(request)))).toEqual(request)
    expect(read(npzOf({ include: [] }))).toEqual({ include: [] })
    expect(read(npzOf({}))).toEqual({})
  })

  test('may name its members with or without the ending', () => {
    expect(asJson(read(archive([{ name: 'x', data: npyOf([[1]]) }])))).toEqual({ x: [[1]] })
  })

  test('has no prototype, so that no name is taken', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a.__proto__.b']
    for (const name of names) {
      const request = read(archive([{ name: `${name}.npy`, data: npyOf(7) }])) as object
      expect(Object.getPrototypeOf(request)).toBe(null)
      expect(Object.keys(request)).toEqual([name.split('.')[0]])
    }
    expect(({} as { b?: number }).b).toBeUndefined()
  })

  const x: Part = { name: 'x.npy', data: npyOf([[1]]) }
  const part = (name: string): Part => ({ ...x, name })

  test.for<[what: string, names: string[], why: string]>([
    [
      'a member twice',
      ['x.npy', 'eps.npy', 'x.npy'],
      'malformed: two members of the archive have one place @ x',
    ],
    ['a member with and without ending', ['x', 'x.npy'], 'have one place @ x'],
    ['a field and a part of it', ['x.npy', 'x.y.npy'], 'have one place @ x/y'],
    ['a part of a field and the field', ['x.y.npy', 'x.npy'], 'have one place @ x/y'],
    ['a part of a part', ['cache.xhat.npy', 'eps.npy', 'cache.npy'], 'have one place @ cache/xhat'],
    [
      'no name',
      ['x.npy', '.npy'],
      'invalid: a member of the archive has no name of a field @ .npy',
    ],
    ['an empty name', [''], 'no name of a field @ '],
    ['a dot too many', ['cache..xhat.npy'], 'no name of a field @ cache..xhat.npy'],
    ['a dot first', ['.x.npy'], 'no name of a field @ .x.npy'],
    ['a dot last', ['x..npy'], 'no name of a field @ x..npy'],
    ['the ending twice', ['x.npy.npy', 'x.npy'], 'have one place @ x/npy'],
    ['a folder', ['arrays/'], 'no name of a field @ arrays/'],
    ['a path', ['../x.npy'], 'no name of a field @ ../x.npy'],
    ['a backslash', ['..\\x.npy'], 'no name of a field @ ..\\x.npy'],
    ['a letter beyond ASCII', ['größe.npy'], 'no name of a field @ größe.npy'],
    ['a line feed', ['x\n.npy'], 'no name of a field @ x\n.npy'],
    ['a byte of 0', ['x\0.npy'], 'no name of a field @ x\0.npy'],
    ['a long name', [`${'x'.repeat(65)}.npy`], `no name of a field @ ${'x'.repeat(65)}.npy`],
    ['a very long name', ['x'.repeat(60_000)], `no name of a field @ ${'x'.repeat(100)}`],
  ])('is refused with %s', ([, names, expected]) => {
    const found = why(archive(names.map(part)))
    expect(found).toContain(expected)
    expect(found.length).toBeLessThan(250)
  })

  test('is refused with names that are not right before any member is read', () => {
    for (const name of ['x.npy', 'x/y', 'x.y.npy']) {
      expect(why(archive([{ ...x, crc: 1 }, part(name)]))).not.toContain('checksum')
    }
  })

  test('is refused with a member that is no array, or not the one it should be', () => {
    const member = (data: Uint8Array) => archive([{ ...x, name: 'cache.xhat.npy', data }])
    expect(why(member(Buffer.from('PK')))).toBe(
      'malformed: cache.xhat: not a NumPy array: it does not begin as one @ cache/xhat',
    )
    expect(why(member(npzOf({ x: [[1]] })))).toContain('it does not begin as one @ cache/xhat')
    const odd = npyOf([[1, 2]])
    odd.write("'<i8'", odd.indexOf("'<f8'"))
    odd.writeBigInt64LE(2n ** 53n + 1n, odd.length - 8)
    expect(why(member(odd))).toBe(
      'invalid: cache.xhat: an element is an integer that float64 does not have @ cache/xhat/0/1',
    )
    const words = Buffer.concat(writeStrings([1, 1], ['mu']))
    expect(why(member(words))).toBe(
      'invalid: cache.xhat: a list of words has one axis @ cache/xhat',
    )
  })

  test('may have 64 members, and no more', () => {
    const named = (count: number) => Array.from({ length: count }, (_, k) => part(`x${k}`))
    expect(Object.keys(read(archive(named(64))) as object).length).toBe(64)
    expect(why(archive(named(65)))).toBe(
      'too-large: the archive has 65 members, and 64 are allowed',
    )
  })

  test('may hold as many numbers as its limit has bytes for them, whatever they were packed in', () => {
    const flags = (count: number) => {
      const [header, bytes] = writeNpy({ shape: [count / 8], data: new Float64Array(count / 8) })
      const text = Buffer.from(header as Uint8Array)
      text.write("'|b1'", text.indexOf("'<f8'"))
      const shape = `(${count},), }`
      text.write(shape.padEnd(text.length - 1 - text.indexOf('(')), text.indexOf('('))
      return { data: Buffer.concat([text, bytes as Uint8Array]), deflated: true }
    }
    const two = archive([
      { name: 'x.npy', ...flags(4096) },
      { name: 'dout.npy', ...flags(1024) },
    ])
    const limit = (bytes: number) => ({ members: 2, bytes })
    expect(Object.keys(readNpz(two, limit(8 * 5120)) as object)).toEqual(['x', 'dout'])
    expect(why(two, limit(8 * 5120 - 1))).toBe(
      'too-large: dout: its numbers take more than 8191 bytes as float64 @ dout',
    )
  })
})

describe('an array alone', () => {
  test('is the field that it stands for', () => {
    expect(asJson(readSingle('x', npyOf([[1, 2]]), LIMITS))).toEqual({ x: [[1, 2]] })
  })

  test('is refused under that name, and held to the same limit', () => {
    const large = refusal(() => readSingle('x', npyOf([[1, 2]]), { members: 64, bytes: 15 }))
    expect([large.code, large.faults[0]?.path]).toEqual(['too-large', ['x']])
    const words = refusal(() => readSingle('x', Buffer.from('words'), LIMITS))
    expect([words.code, words.faults[0]?.path]).toEqual(['malformed', ['x']])
  })
})

describe('a reply in an archive', () => {
  const reply = {
    out: { shape: [1, 2], data: Float64Array.of(0.1, -0) },
    cache: { gamma: vector([1, 2]), eps: 0.1, mode: 'train' },
    running: { momentum: null, count: 3 },
    passed: true,
    worst: { index: [0, 12], claimed: 0.1 },
    missing: undefined,
    warnings: [{ code: 'two-values' }, { code: 'gamma-ones' }],
  }

  test('has a member for every value, named by its path', () => {
    expect(asJson(read(Buffer.concat([...writeNpz(reply, 'float64')])))).toEqual({
      out: [[0.1, -0]],
      cache: { gamma: [1, 2], eps: 0.1, mode: 'train' },
      running: { momentum: null, count: 3 },
      passed: true,
      worst: { index: [0, 12], claimed: 0.1 },
      warnings: { 0: { code: 'two-values' }, 1: { code: 'gamma-ones' } },
    })
  })

  test('has arrays of float32 when asked for, and single numbers of float64 all the same', () => {
    const { out, cache, worst } = read(Buffer.concat([...writeNpz(reply, 'float32')])) as never
    expect(asJson({ out, cache, worst })).toEqual({
      out: [[Math.fround(0.1), -0]],
      cache: { gamma: [1, 2], eps: 0.1, mode: 'train' },
      worst: { index: [0, 12], claimed: 0.1 },
    })
  })

  test('leaves out what is empty', () => {
    const empty = { warnings: [], worst: { index: [] } }
    expect(read(Buffer.concat([...writeNpz(empty, 'float64')]))).toEqual({})
  })
})

test('requests of any form say the same as an archive', () => {
  const leaf = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom('train', 'mu', null),
    fc.array(fc.constantFrom('mu', 'var'), { maxLength: 3 }),
    fc.array(fc.double(), { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(fc.double(), fc.double()), { minLength: 1, maxLength: 3 }),
  )
  const name = fc.stringMatching(/^[A-Za-z0-9_]{1,7}$/)
  const { request } = fc.letrec((tie) => ({
    request: fc.dictionary(name, fc.oneof({ maxDepth: 3 }, leaf, tie('inner')), { maxKeys: 5 }),
    inner: fc.dictionary(name, fc.oneof({ maxDepth: 3 }, leaf, tie('inner')), {
      minKeys: 1,
      maxKeys: 3,
    }),
  }))
  fc.assert(
    fc.property(request, (each) => {
      expect(asJson(read(npzOf(each as object)))).toEqual(each)
    }),
    { numRuns: 500 },
  )
})

test('every byte of an archive may be flipped: it is refused, or says the same', () => {
  const written = archives.filter(({ name }) => /^savez|^streamed, deflated/.test(name))
  for (const whole of [Buffer.concat([...zip([])]), ...written.map(({ bytes }) => bytes)]) {
    const expected = JSON.stringify(asJson(read(whole)))
    for (let at = 0; at < whole.length; at++) {
      for (const mask of [1, 8, 0x20, 0x80, 0xff]) {
        const copy = Buffer.from(whole)
        copy[at] = (copy[at] as number) ^ mask
        const found = answer(copy)
        if (found !== undefined && found !== expected) expect([at, mask, found]).toBe(expected)
      }
    }
  }

  function answer(bytes: Uint8Array): string | undefined {
    try {
      return JSON.stringify(asJson(read(bytes)))
    } catch (error) {
      if (error instanceof Refusal) return undefined
      throw error
    }
  }
})
