import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexOf, layoutOf, toMatrix, toTensor } from '../../src/formats/layout.ts'

/** A tensor 0, 1, 2, ... of rank 2 to 5, and one of its axes. */
const numbered = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1) }))
  .map(({ shape, axis }) => {
    const length = shape.reduce((product, size) => product * size, 1)
    return { axis, tensor: { shape, data: Float64Array.from({ length }, (_, k) => k) } }
  })

/** The number at an index of a tensor, row-major. */
function at(
  { shape, data }: { shape: readonly number[]; data: Float64Array },
  index: readonly number[],
): number {
  return data[index.reduce((flat, i, axis) => flat * (shape[axis] as number) + i, 0)] as number
}

describe('the layout of a tensor', () => {
  test('makes the channel axis the columns and every other position a row', () => {
    fc.assert(
      fc.property(numbered, ({ tensor, axis }) => {
        const layout = layoutOf(tensor.shape, axis)
        const { n, d, data } = toMatrix(tensor, layout)
        expect([n * d, d]).toEqual([tensor.data.length, tensor.shape[axis]])
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < d; j++) {
            const index = indexOf(i, j, layout)
            expect(index[axis]).toBe(j)
            expect(data[i * d + j]).toBe(at(tensor, index))
          }
        }
      }),
    )
  })

  test('keeps the rows in row-major order of the other axes', () => {
    fc.assert(
      fc.property(numbered, ({ tensor, axis }) => {
        const layout = layoutOf(tensor.shape, axis)
        const others = Array.from({ length: layout.n }, (_, i) =>
          indexOf(i, 0, layout).toSpliced(axis, 1),
        )
        const sorted = others.toSorted((a, b) => {
          const differs = a.findIndex((size, k) => size !== b[k])
          return differs < 0 ? 0 : (a[differs] as number) - (b[differs] as number)
        })
        expect(others).toEqual(sorted)
      }),
    )
  })

  test('can be undone', () => {
    fc.assert(
      fc.property(numbered, ({ tensor, axis }) => {
        const layout = layoutOf(tensor.shape, axis)
        expect(toTensor(toMatrix(tensor, layout), layout)).toEqual(tensor)
      }),
    )
  })

  test('counts negative axes from the end', () => {
    for (const rank of [2, 3, 4, 5]) {
      const shape = [2, 3, 4, 5, 6].slice(0, rank)
      for (let axis = 0; axis < rank; axis++) {
        expect(layoutOf(shape, axis - rank)).toEqual(layoutOf(shape, axis))
      }
    }
  })

  test('refuses an axis that is not there', () => {
    for (const axis of [2, 4, -3, -5]) {
      expect(() => layoutOf([2, 3], axis)).toThrow(
        expect.objectContaining({
          code: 'shape',
          faults: [{ detail: 'x of rank 2 has no such axis', path: ['channelAxis'] }],
        }),
      )
    }
  })
})
