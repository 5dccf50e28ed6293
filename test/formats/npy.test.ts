import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../src/core/errors.ts'
import { isNpy } from '../../src/formats/npy-header.ts'
import { type NpyArray, readNpy } from '../../src/formats/npy-read.ts'
import { writeBool, writeIntegers, writeNpy, writeStrings } from '../../src/formats/npy-write.ts'
import { u16, u32 } from '../support/archive.ts'
import { refusal } from '../support/client.ts'
import { arrays } from '../support/numpy.ts'

const MOST = 2 ** 20
const read = (bytes: Uint8Array) => readNpy(bytes, MOST)
const numbersOf = ({ shape, data }: Pick<NpyArray, 'shape' | 'data'>) => ({
  shape,
  data: [...data],
})

describe('what NumPy writes', () => {
  for (const { name, bytes, holds } of arrays) {
    if (!holds) continue
    test(`${name} is read bit for bit`, () => {
      expect(isNpy(bytes)).toBe(true)
      expect(numbersOf(read(bytes))).toEqual(numbersOf(holds as NpyArray))
    })
  }

  test('is read wherever it begins', () => {
    for (const { bytes, holds } of arrays) {
      if (!holds) continue
      const shifted = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3)
      expect(numbersOf(read(shifted))).toEqual(numbersOf(holds as NpyArray))
    }
  })

  test('says of truth values that they are', () => {
    const kinds = arrays.flatMap(({ name, bytes, holds }) =>
      holds && /bool|truth/.test(name) ? [read(bytes).kind] : [],
    )
    expect(kinds).toEqual(['bool', 'bool', 'bool'])
  })

  const REFUSED: Record<string, [why: string, ...place: number[]]> = {
    objects: ['holds Python objects, which are never read'],
    None: ['holds Python objects, which are never read'],
    'a record': ['has a structured dtype; send one array of numbers per field'],
    void: ['has a structured dtype; send one array of numbers per field'],
    complex: ['holds complex numbers'],
    'long double': ['has a dtype that is not read; send floats, integers, bool or str'],
    bytes: ['holds bytes; send text as str'],
    dates: ['has a dtype that is not read; send floats, integers, bool or str'],
    'an odd integer': ['an element is an integer that float64 does not have', 1, 1],
    'an odd unsigned integer': ['an element is an integer that float64 does not have', 0],
  }

  test('is refused by what it is', () => {
    const refused = arrays.filter(({ holds }) => !holds)
    expect(refused.map(({ name }) => name)).toEqual(Object.keys(REFUSED))
    for (const { name, bytes } of refused) {
      const { code, message, faults } = refusal(() => read(bytes))
      const [why, ...place] = REFUSED[name] as [string, ...number[]]
      expect([name, code, message]).toEqual([name, 'invalid', why])
      expect(faults.map(({ path }) => path)).toEqual(place.length > 0 ? [place] : [])
    }
  })

  test('is refused when a byte is cut off or added', () => {
    for (const { bytes, holds } of arrays) {
      if (!holds || bytes.length > 500) continue
      for (let length = 0; length < bytes.length; length++) {
        expect(refusal(() => read(bytes.subarray(0, length))).code).toBe('malformed')
      }
      const longer = Buffer.concat([bytes, Buffer.alloc(1)])
      expect(refusal(() => read(longer)).message).toContain('its shape and its length disagree')
    }
  })
})

/** A file with this header, whatever it says, and as many bytes of 0 behind it. */
function file(header: string, bytes = 48, { major = 1, minor = 0, length = header.length } = {}) {
  const size = major === 1 ? u16(length) : u32(length)
  const magic = Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Buffer.from([major, minor])])
  return Buffer.concat([magic, size, Buffer.from(header, 'latin1'), Buffer.alloc(bytes)])
}

const header = (shape: string, descr = "'<f8'", order = 'False') =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`

const why = (bytes: Uint8Array) => {
  const { code, message } = refusal(() => read(bytes))
  return `${code}: ${message}`
}

describe('a header', () => {
  const shapeOf = (text: string) => read(file(text)).shape

  test('may be spaced and ordered in any way that Python reads', () => {
    expect(shapeOf(header('(2, 3)'))).toEqual([2, 3])
    expect(shapeOf(header('(2, 3, )'))).toEqual([2, 3])
    expect(shapeOf(header('(6,)'))).toEqual([6])
    expect(shapeOf("{'shape':(6,1),'fortran_order':True,'descr':'<f8'}")).toEqual([6, 1])
    expect(
      shapeOf(" { 'fortran_order' : False\n, 'shape' : ( 2 , 3 ) , 'descr' : '>f8' } \n"),
    ).toEqual([2, 3])
    expect(shapeOf(header('(6,)').padEnd(10_000))).toEqual([6])
  })

  test('may be one of three versions', () => {
    for (const major of [1, 2, 3]) {
      expect(read(file(header('(6,)'), 48, { major })).shape).toEqual([6])
    }
    for (const [major, minor] of [
      [0, 0],
      [4, 0],
      [1, 1],
      [255, 255],
    ] as const) {
      const text = why(file(header('(6,)'), 48, { major, minor }))
      expect(text).toBe(`malformed: not a NumPy array: version ${major}.${minor} is unknown`)
    }
  })

  test('may not lie about its length', () => {
    const text = header('(6,)')
    const shorter = why(file(text, 48, { length: text.length - 9 }))
    expect(shorter).toContain('its header is no dictionary')
    expect(why(file(text, 48, { length: text.length + 48 + 1 }))).toContain('its header is cut')
    expect(why(file(text, 48, { length: text.length + 8 }))).toContain('malformed')
    for (const [major, length] of [
      [1, 10_001],
      [1, 65_535],
      [2, 10_001],
      [3, 2 ** 32 - 1],
    ] as const) {
      const long = why(file(text, 20_000, { major, length }))
      expect(long).toBe('malformed: not a NumPy array: its header is longer than 10000 bytes')
    }
  })

  test.for<[what: string, text: string, why: string]>([
    ['nothing', '', 'is no dictionary'],
    ['no dictionary', "['<f8', False, (6,)]", 'is no dictionary'],
    ['an empty dictionary', '{}', 'lacks a key'],
    ['no shape', "{'descr': '<f8', 'fortran_order': False}", 'lacks a key'],
    ['another key', header('(6,)').replace('}', "'name': 'x'}"), 'has other keys'],
    ['a key of every object', header('(6,)').replace('}', "'constructor': 'x'}"), 'has other keys'],
    ['a key twice', header('(6,)').replace('}', "'shape': (6,)}"), 'says shape twice'],
    ['a key twice, differently', `${header('(6,)').slice(0, -2)}'descr': '<f4'}`, 'descr twice'],
    ['no comma', "{'descr': '<f8' 'fortran_order': False, 'shape': (6,)}", 'can not be read'],
    ['two commas', "{'descr': '<f8',, 'fortran_order': False, 'shape': (6,)}", 'can not be read'],
    ['two dictionaries', `${header('(6,)')}${header('(6,)')}`, 'can not be read'],
    ['nested parentheses', header('((6,))'), 'can not be read'],
    ['a nested shape', header('((2, 3), 1)'), 'can not be read'],
    ['a size that is no tuple', header('6'), 'can not be read'],
    ['parentheses that are no tuple', header('(6)'), 'its shape can not be read'],
    ['a comma alone', header('(,)'), 'its shape can not be read'],
    ['a comma first', header('(,6)'), 'its shape can not be read'],
    ['sizes without comma', header('(2 3)'), 'its shape can not be read'],
    ['a negative size', header('(-6,)'), 'can not be read'],
    ['a fraction', header('(6.0,)'), 'can not be read'],
    ['hexadecimal', header('(0x6,)'), 'can not be read'],
    ['a zero before a number', header('(06,)'), 'its shape can not be read'],
    ['a zero too many', header('(6, 00)'), 'its shape can not be read'],
    ['a sum', header('(3+3,)'), 'can not be read'],
    ['a call', header("__import__('os')"), 'can not be read'],
    ['a word for an order', header('(6,)', "'<f8'", "'C'"), 'its fortran_order can not be read'],
    ['1 for an order', header('(6,)', "'<f8'", '1'), 'can not be read'],
    ['a shape for a dtype', header('(6,)', '(6,)'), 'its descr can not be read'],
    ['a truth for a dtype', header('(6,)', 'True'), 'its descr can not be read'],
    ['an escape', header('(6,)', "'<f\\x38'"), 'can not be read'],
    ['letters beyond ASCII', header('(6,)').replace('f8', 'f\xe9'), 'is no dictionary'],
    ['space beyond ASCII', header('(6,)\xa0'), 'is no dictionary'],
    ['a byte of 0', header('(6,)\0'), 'is no dictionary'],
  ])('is refused with %s', ([, text, expected]) => {
    const found = why(file(text))
    expect(found).toContain(expected)
    expect(found.length).toBeLessThan(120)
  })

  test.for([
    "'=f8'",
    "'|f8'",
    "'f8'",
    "'<f16'",
    "'<f3'",
    "'<d'",
    "'<U0'",
    "'<U'",
    "'|U1'",
    "'<U9999999'",
    "'<i16'",
    "'<m8'",
    "'|b8'",
    "'<f8 '",
    "'<f8<f8'",
    "''",
    "'<toString'",
  ])('is refused with the dtype %s', (descr) => {
    for (const bytes of [0, 48]) {
      const found = why(file(header('(6,)', descr), bytes))
      expect(found).toBe(
        'invalid: has a dtype that is not read; send floats, integers, bool or str',
      )
    }
  })

  test('takes no time to refuse, however it is made', () => {
    for (const inside of ['(', '1', '1,', ' ', '1 ', "'", "'a': ", "'descr': '", '((', '1 ,']) {
      const text = header(`(${inside.repeat(9000 / inside.length)})`)
      expect(why(file(text))).toContain('malformed')
    }
  })
})

describe('a shape', () => {
  test.for([
    '(7,)',
    '(5,)',
    '()',
    '(0,)',
    '(2, 2)',
    '(6, 0)',
    '(1152921504606846982,)',
    `(${2 ** 53 - 1},)`,
    '(768614336404564656, 24)',
  ])('%s has to agree with the bytes', (shape) => {
    expect(why(file(header(shape)))).toMatch(/its shape and its length disagree|is impossible/)
  })

  test.for<[what: string, shape: string, why: string]>([
    ['2^53', `(${2 ** 53},)`, 'its shape is impossible'],
    ['2^64', `(${2n ** 64n},)`, 'its shape is impossible'],
    ['2^64 in two axes', '(4294967296, 4294967296)', 'its shape is impossible'],
    ['2^64 times 0', '(4294967296, 4294967296, 0)', 'its shape is impossible'],
    ['2^64 in two other axes', `(2, ${2n ** 63n})`, 'its shape is impossible'],
    ['a number of 400 digits', `(${'9'.repeat(400)},)`, 'its shape is impossible'],
    ['2^128 in 8 axes', `(${Array(8).fill(65536).join(', ')})`, 'its shape is impossible'],
    ['9 axes', `(${Array(9).fill(1).join(', ')})`, 'it has more than 8 axes'],
    ['3000 axes', `(${Array(3000).fill(2).join(', ')})`, 'it has more than 8 axes'],
  ])('of %s is refused before anything is allocated', ([, shape, expected]) => {
    for (const descr of ["'<f8'", "'|u1'", "'<U1'", "'|b1'"]) {
      expect(why(file(header(shape, descr)))).toContain(expected)
    }
  })

  test('of no elements needs no bytes, and no memory', () => {
    for (const descr of ["'<f8'", "'<U1'"]) {
      const { shape, data } = read(file(header(`(0, ${2 ** 52})`, descr), 0))
      expect([shape, data.length]).toEqual([[0, 2 ** 52], 0])
    }
  })
})

describe('an array', () => {
  test('may be as large as float64 as it may be, and no larger', () => {
    const flags = file(header('(6,)', "'|b1'"), 6)
    expect(readNpy(flags, 48).data.length).toBe(6)
    const { code, message } = refusal(() => readNpy(flags, 47))
    expect([code, message]).toEqual(['too-large', 'its numbers take more than 47 bytes as float64'])
  })

  test('of words may hold as much text as a request has, and no more', () => {
    expect(read(file(header('(1,)', "'<U16384'"), 65_536)).data).toEqual([''])
    expect(why(file(header('(1,)', "'<U16385'"), 65_540))).toBe(
      'invalid: holds more text than any field',
    )
  })

  test('of words may hold no characters that there are not', () => {
    const word = file(header('(1,)', "'<U1'"), 4)
    word.writeUInt32LE(0x110000, word.length - 4)
    expect(why(word)).toContain('a string has characters that there are not')
  })
})

/** Shapes of up to 8 axes with few elements, empty ones too. */
const shapes = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
  fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 8 }),
)
const tensors = shapes.chain((shape) => {
  const length = shape.reduce((product, size) => product * size, 1)
  const numbers = fc.array(fc.double(), { minLength: length, maxLength: length })
  return numbers.map((list) => ({ shape, data: Float64Array.from(list) }))
})

describe('writeNpy() and its kin', () => {
  test('are undone by readNpy() bit for bit, whatever the tensor', () => {
    fc.assert(
      fc.property(tensors, ({ shape, data }) => {
        const wide = Buffer.concat(writeNpy({ shape, data }))
        expect(numbersOf(read(wide))).toEqual({ shape, data: [...data] })
        const narrow = Buffer.concat(writeNpy({ shape, data }, 'float32'))
        expect(numbersOf(read(narrow))).toEqual({ shape, data: [...data].map(Math.fround) })
      }),
      { numRuns: 500 },
    )
  })

  test('keep zeros apart, and the smallest numbers', () => {
    const data = Float64Array.of(-0, 0, 5e-324, -5e-324, 2 ** -1022, 2 ** -149, Number.MAX_VALUE)
    expect(read(Buffer.concat(writeNpy({ shape: [7], data }))).data).toEqual(data)
  })

  const letters = fc.constantFrom('a', 'é', '𝛾', ' ', '\0')

  test('write words, whole numbers and truth values', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: letters, maxLength: 9 })), (words) => {
        const ended = words.map((word) => word.replace(/\0+$/, ''))
        expect(read(Buffer.concat(writeStrings([words.length], words))).data).toEqual(ended)
      }),
    )
    const integers = [0, -1, 7, 2 ** 53 - 1, -(2 ** 53)]
    expect([...read(Buffer.concat(writeIntegers(integers))).data]).toEqual(integers)
    for (const value of [true, false]) {
      const { kind, shape, data } = read(Buffer.concat(writeBool(value)))
      expect([kind, shape, [...data]]).toEqual(['bool', [], [Number(value)]])
    }
  })

  test('write what NumPy writes, to the byte', () => {
    const written: Record<string, Uint8Array[]> = {
      'C <f8': writeNpy(numpy('C <f8')),
      'C <f4': writeNpy(numpy('C <f4'), 'float32'),
      'C rank 5': writeNpy(numpy('C rank 5')),
      extremes: writeNpy(numpy('extremes')),
      nothing: writeNpy(numpy('nothing')),
      'no rows': writeNpy(numpy('no rows')),
      'a number': writeNpy(numpy('a number')),
      'a word': writeStrings([], ['train']),
      'no word': writeStrings([], ['']),
      'C words': writeStrings([2, 2], ['mu', 'var', 'xhat', '']),
      'wide integers': writeIntegers([2 ** 53, -(2 ** 53), 2 ** 53 + 2, -(2 ** 63)]),
      'a truth value': writeBool(true),
    }
    for (const [name, pieces] of Object.entries(written)) {
      const { bytes } = arrays.find((each) => each.name === name) as { bytes: Buffer }
      expect([name, Buffer.concat(pieces)]).toEqual([name, bytes])
    }
  })

  function numpy(name: string): { shape: readonly number[]; data: Float64Array } {
    const holds = arrays.find((each) => each.name === name)?.holds
    if (!(holds?.data instanceof Float64Array)) throw new Error(`${name} holds no numbers`)
    return { shape: holds.shape, data: holds.data }
  }
})

test('any bytes are an array or a refusal, never another error', () => {
  const some = arrays.filter(({ bytes }) => bytes.length < 500).map(({ bytes }) => bytes)
  const changes = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.constantFrom(...some), changes, (bytes, changed) => {
      const copy = Buffer.from(bytes)
      for (const [at, byte] of changed) copy[at % copy.length] = byte
      try {
        read(copy)
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal)
      }
    }),
    { numRuns: 5000 },
  )
})
