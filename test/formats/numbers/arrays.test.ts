import { describe, expect, test } from 'vitest'
import { type ArrayReader, fastReader } from '../../../src/formats/numbers/arrays.ts'
import { misreading } from './agree.ts'
import { KINDS, numbersOf, random } from './kinds.ts'

const reader = fastReader() as ArrayReader

/** What stands at the beginning of a text: its shape, its numbers, and what comes behind. */
function read(text: string) {
  reader.open(Buffer.from(text))
  const found = reader.arrayAt(0)
  reader.close()
  return found && [found.tensor.shape, [...found.tensor.data], text.slice(found.end)]
}

describe('numbers are read as the engine reads them, however they are written:', () => {
  for (const kind of Object.keys(KINDS)) {
    test(kind, () => {
      for (const seed of [1, Date.now() % 2 ** 32]) {
        for (let k = 0; k < 5; k++) {
          const numbers = numbersOf(kind, 2000, random(seed + k))
          expect(misreading(numbers, reader), `seed ${seed + k}`).toBeUndefined()
        }
      }
    })
  }
})

describe('an array is read, with its shape,', () => {
  test.each([
    ['[1]', [[1], [1], '']],
    ['[ 1 ,\n-2.5e3\t, 0.1 ]rest', [[3], [1, -2500, 0.1], 'rest']],
    ['[[1,2],[3,4],[5,6]],', [[3, 2], [1, 2, 3, 4, 5, 6], ',']],
    ['[[[[[1]]]],[[[[-0]]]]]', [[2, 1, 1, 1, 1], [1, -0], '']],
    ['[1e22,1e-22,1E+2,1e-0]', [[4], [1e22, 1e-22, 100, 1], '']],
    [
      '[0.00000000000000000000000000001,123456789012345678901234567890]',
      [[2], [1e-29, 1.2345678901234568e29], ''],
    ],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected))

  test('of more numbers than are read at a time', () => {
    const numbers = numbersOf('numbers around 1', 20_000, random(1))
    expect(read(JSON.stringify([...numbers]))).toEqual([[20_000], [...numbers], ''])
  })
})

describe('nothing else is: not', () => {
  test.each([
    ...['[]', '[[]]', '[1,]', '[,1]', '[1', '[1,2', '[[1,2],[3,4]', '[1 2]', '[1]]'.slice(0, 2)],
    ...['[[1,2],[3]]', '[[1],[2,3]]', '[1,[2]]', '[[1],2]', '[[[1]],[2]]', '[[[[[[1]]]]]]'],
    ...[
      '[01]',
      '[-01]',
      '[1.]',
      '[.5]',
      '[-]',
      '[+1]',
      '[1e]',
      '[1e+]',
      '[1.e2]',
      '[0x1]',
      '[1_0]',
    ],
    ...['[1e400]', '[-1e999999]', '[NaN]', '[Infinity]', '[true]', '[null]', '["1"]', '[{}]'],
    ...['[1\u00a0]', '[1\f]', '[1;2]', '[1//\n]', '1', '', '{"a":[1]}'],
  ])('%s', (text) => expect(read(text)).toBeUndefined())
})
