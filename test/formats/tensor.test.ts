import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Nested, nest, pack, type Tensor } from '../../src/formats/tensor.ts'
import { anyNumber } from '../support/batches.ts'

/** Tensors of a rank between 1 and 5. */
const tensors: fc.Arbitrary<Tensor> = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
  .chain((shape) => {
    const length = shape.reduce((product, size) => product * size, 1)
    return fc
      .array(anyNumber, { minLength: length, maxLength: length })
      .map((numbers) => ({ shape, data: Float64Array.from(numbers) }))
  })

describe('pack()', () => {
  test('and nest() undo each other, through JSON text and back, bit for bit', () => {
    fc.assert(
      fc.property(tensors, (tensor) => {
        const text = JSON.stringify(nest(tensor))
        expect(pack(JSON.parse(text), 1, 5)).toEqual(tensor)
      }),
    )
  })

  test('lays the numbers out row by row', () => {
    const tensor = pack([[[1, 2]], [[3, 4]], [[5, 6]]], 2, 5)
    expect(tensor).toEqual({ shape: [3, 1, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6) })
  })

  const FAULTS: [what: string, value: unknown, path: number[], detail: string][] = [
    ['no array', 7, [], 'expected an array of numbers'],
    ['null', null, [], 'expected an array of numbers'],
    [
      'an object that looks like an array',
      { 0: [1], length: 1 },
      [],
      'expected an array of numbers',
    ],
    ['a vector', [1, 2], [], 'expected arrays nested 2 deep, found 1'],
    ['an empty array', [], [], 'is empty'],
    ['an empty row', [[], []], [0], 'is empty'],
    ['rank 6', [[[[[[1]]]]]], [0, 0, 0, 0, 0], 'nested deeper than rank 5'],
    ['a short row', [[1, 2], [3]], [1], 'has 1 entries where the first of its kind has 2'],
    ['a long row', [[1], [2, 3]], [1], 'has 2 entries where the first of its kind has 1'],
    ['a number for a row', [[1], 2], [1], 'expected an array of 1'],
    ['a row for a number', [[1, [2]]], [0, 1], 'expected a number'],
    ['a string', [[1, '2']], [0, 1], 'expected a number'],
    ['null for a number', [[1], [null]], [1, 0], 'expected a number'],
    ['true for a number', [[true]], [0, 0], 'expected a number'],
    ['1e400', JSON.parse('[[1], [1e400]]'), [1, 0], 'lies beyond the range of float64'],
    ['NaN', [[Number.NaN]], [0, 0], 'lies beyond the range of float64'],
  ]
  for (const [what, value, path, detail] of FAULTS) {
    test(`points at ${what}`, () => {
      expect(pack(value, 2, 5)).toEqual({ path, detail })
    })
  }

  test('points at the first of many faults', () => {
    expect(
      pack(
        [
          [1, 2],
          [3, 'a'],
          ['b', null],
        ],
        2,
        5,
      ),
    ).toMatchObject({ path: [1, 1] })
  })

  test('survives a hundred thousand levels', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
    expect(pack(deep, 2, 5)).toMatchObject({ detail: 'nested deeper than rank 5' })
    expect(pack([[1], [deep]], 2, 5)).toEqual({ path: [1, 0], detail: 'expected a number' })
  })

  test('finds wherever a single bad number is put', () => {
    const bad = fc.constantFrom<unknown>(
      '1',
      null,
      true,
      {},
      [],
      Number.NaN,
      Number.POSITIVE_INFINITY,
    )
    fc.assert(
      fc.property(tensors, fc.nat(), bad, ({ shape, data }, at, value) => {
        fc.pre(shape.length > 1)
        const nested = nest({ shape, data })
        const path: number[] = []
        let rest = at % data.length
        for (const size of shape.toReversed()) {
          path.unshift(rest % size)
          rest = Math.floor(rest / size)
        }
        let row = nested as Nested[]
        for (const i of path.slice(0, -1)) row = row[i] as Nested[]
        row[path.at(-1) as number] = value as Nested
        const fault = pack(nested, 2, 5)
        const isFirst = Array.isArray(value) && path.every((i) => i === 0)
        // An array where the very first number should be is taken for one more axis.
        if (isFirst) expect(fault).toHaveProperty('detail')
        else expect(fault).toMatchObject({ path })
      }),
    )
  })
})
