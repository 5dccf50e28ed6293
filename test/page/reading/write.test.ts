import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readNamed, readText } from '../../../page/reading/text.ts'
import { written } from '../../../page/reading/write.ts'
import type { Tensor } from '../../../src/formats/tensor.ts'
import { flat, type Nested, shapeOf } from '../../support/arrays.ts'
import { plain } from './reading.ts'

/** Arrays of any rank and any numbers, each bit pattern being as likely as the next in some of them. */
const tensors = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }).chain((shape) => {
  const count = shape.reduce((product, size) => product * size, 1)
  return fc
    .float64Array({ minLength: count, maxLength: count })
    .map((data): Tensor => ({ shape, data }))
})

describe('an array that is written', () => {
  test('reads back bit for bit, whatever it holds', () => {
    fc.assert(
      fc.property(tensors, (tensor) => {
        expect(plain(readText(written(tensor)))).toEqual(plain(tensor))
      }),
      { numRuns: 2000 },
    )
  })

  test('reads back by its name among others', () => {
    fc.assert(
      fc.property(tensors, tensors, (x, dx) => {
        const arrays = readNamed(`{"x": ${written(x)}, "dx": ${written(dx)}}`) ?? {}
        expect(Object.values(arrays).map(plain)).toEqual([plain(x), plain(dx)])
      }),
    )
  })

  test('is JSON when JSON can say it', () => {
    fc.assert(
      fc.property(tensors, (tensor) => {
        fc.pre(tensor.data.every(Number.isFinite))
        const nested = JSON.parse(written(tensor)) as Nested
        expect({ shape: shapeOf(nested), data: flat(nested) }).toEqual(plain(tensor))
      }),
    )
  })

  test('has a line for every row', () => {
    const of = (shape: number[], ...data: number[]) =>
      written({ shape, data: new Float64Array(data) })
    expect(of([], 0.1)).toBe('0.1')
    expect(of([3], 1, -0, 1e21)).toBe('[1, -0, 1e+21]')
    expect(of([2, 2], 1, 2, Number.NaN, Number.NEGATIVE_INFINITY)).toBe(
      '[[1, 2],\n [NaN, -Infinity]]',
    )
    expect(of([2, 2, 1], 1, 2, 3, 4)).toBe('[[[1],\n  [2]],\n [[3],\n  [4]]]')
  })
})
