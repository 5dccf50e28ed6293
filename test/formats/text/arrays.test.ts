import { describe, expect, test } from 'vitest'
import { readArray } from '../../../src/formats/text/arrays.ts'
import { type Codec, theCodec } from '../../../src/formats/text/codec.ts'

const codec = theCodec() as Codec
const read = (text: string, at = 0) => readArray(Buffer.from(text), at, codec)

/** A text of more bytes than are read at once, its numbers no two of the same length one after the other. */
const long = (count: number) =>
  Array.from({ length: count }, (_, k) => [Math.sqrt(k), k % 7, -k / 1024][k % 3] as number)

describe('readArray()', () => {
  test.each([
    ['[1]', [1]],
    ['[1,2,3]', [3]],
    ['[[1,2,3],[4,5,6]]', [2, 3]],
    ['[[[1],[2]],[[3],[4]],[[5],[6]]]', [3, 2, 1]],
    ['[[[[[1,2]]],[[[3,4]]]]]', [1, 2, 1, 1, 2]],
  ])('reads %s as an array of shape %j', (text, shape) => {
    const data = Float64Array.from(JSON.parse(text).flat(9))
    expect(read(text)).toEqual({ tensor: { shape, data }, end: text.length })
  })

  test('says where the array ends, and looks no further', () => {
    expect(read('{"x": [[1],[2]] ,nothing', 6)?.end).toBe(15)
  })

  test.each([
    ['spaces, as Python has them', '[[1, 2.5], [-3, 4e5]]'],
    ['every kind of white space', ' \n[\t[\r\n1 ,\n2.5\t] , [ -3\r,  4e5 ]\n]'],
    [
      'more white space than is read at once',
      `[[1,${' '.repeat(70_000)}2.5],[-3,4e5${'\n'.repeat(140_000)}]]`,
    ],
  ])('passes over %s', (_, text) => {
    expect(read(text)?.tensor).toEqual({ shape: [2, 2], data: Float64Array.of(1, 2.5, -3, 4e5) })
  })

  test.each([',', ', ', ',\n  ', ' ,'])(
    'reads what is longer than a window, with %j in between',
    (comma) => {
      const numbers = long(30_000)
      const text = `[${numbers.join(comma)}]`
      for (let shift = 0; shift < 40; shift++) {
        expect(read(' '.repeat(shift) + text)?.tensor.data).toEqual(Float64Array.from(numbers))
      }
    },
  )

  test.each([
    '[]',
    '[[]]',
    '[[],[1]]',
    '[[1],[]]',
    '[1,[2]]',
    '[[1],2]',
    '[[1],[2,3]]',
    '[[1,2],[3]]',
    '[[[1]],[2]]',
    '[[[1],[2]],[[3]]]',
    '[[[[[[1]]]]]]',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[1,,2]',
    '[1 2]',
    '[',
    '[null]',
    '["1"]',
    '[true]',
    '[{}]',
    '[NaN]',
    '[Infinity]',
    '[-Infinity]',
    '[1,null]',
    '[0x10]',
    '[1_0]',
    '[01]',
    '[-01]',
    '[00]',
    '[1.]',
    '[.5]',
    '[-.5]',
    '[+1]',
    '[-]',
    '[--1]',
    '[1e]',
    '[1e+]',
    '[1.e5]',
    '[1.5.2]',
    '[1e5.5]',
    '[1e5e5]',
    '[1ee5]',
    '[1e400]',
    '[-1e400]',
    `[1${'0'.repeat(400)}]`,
    '[1.7976931348623159e308]',
    '[1,2\u00a0]',
    '[1\u0000]',
    '[1,\u00002]',
    '[1\u000b]',
    '[\uff11]',
    '[1//\n]',
    '[1;2]',
    '[1)',
    `[${'1'.repeat(70_000)}]`,
  ])('leaves %j to the engine', (text) => {
    expect(read(text)).toBeUndefined()
  })

  test.each([
    ['-0', -0],
    ['0', 0],
    ['-0.0e5', -0],
    ['0e999999999999', 0],
    ['1E+5', 1e5],
    ['1e-400', 0],
    ['-1e-400', -0],
    ['5e-324', 5e-324],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['9007199254740993', 9007199254740992],
    ['0.000000000000000000000000000001', 1e-30],
    [`0.${'0'.repeat(400)}1e401`, 1],
    ['123456789012345678901234567890', 1.2345678901234568e29],
  ])('reads %s to the bit', (text, number) => {
    expect(read(`[${text}]`)?.tensor.data).toEqual(Float64Array.of(number))
  })

  test('is not disturbed by what it was asked before', () => {
    read('[[1,2],[3,')
    expect(read('[[[7]]]')?.tensor).toEqual({ shape: [1, 1, 1], data: Float64Array.of(7) })
  })
})
