import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { OPERATIONS } from '../../routes/operations.ts'
import { vector } from '../../src/core/matrix.ts'
import { writeJson } from '../../src/formats/json-text.ts'
import { nest, type Tensor } from '../../src/formats/tensor.ts'
import { validate } from '../../src/formats/validate.ts'
import { anyNumber } from '../support/batches.ts'
import { LIMITS } from '../support/client.ts'

const textOf = (reply: object) => Buffer.concat([...writeJson(reply)]).toString()

/** Tensors of rank 1 to 5. */
const tensors: fc.Arbitrary<Tensor> = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
  .chain((shape) => {
    const length = shape.reduce((product, size) => product * size, 1)
    return fc
      .array(anyNumber, { minLength: length, maxLength: length })
      .map((numbers) => ({ shape, data: Float64Array.from(numbers) }))
  })

describe('writeJson()', () => {
  test('writes tensors as JSON.stringify writes the nested arrays that they stand for', () => {
    fc.assert(
      fc.property(tensors, tensors, (one, other) => {
        const expected = JSON.stringify({ one: nest(one), deep: { other: nest(other) } })
        expect(textOf({ one, deep: { other } })).toBe(expected)
      }),
    )
  })

  test('writes everything else as JSON.stringify does, and leaves out what is undefined', () => {
    const reply = {
      passed: true,
      none: null,
      left: undefined,
      words: ['a "b"', 'c'],
      list: [{ code: 'x', detail: 'é\u2028' }],
      empty: {},
      only: { left: undefined },
      number: -0,
    }
    expect(textOf(reply)).toBe(JSON.stringify(reply))
    expect(textOf({ v: vector([1, 2.5, -3e-300]) })).toBe('{"v":[1,2.5,-3e-300]}')
  })

  test('writes what the schema of every operation would, for all of its examples', () => {
    for (const { request, reply, examples, run } of OPERATIONS) {
      for (const example of examples) {
        const answer = run(validate(request, example.request), LIMITS) as object
        expect(JSON.parse(textOf(answer))).toEqual(z.encode(reply, answer))
      }
    }
  })

  test('cuts a large reply into pieces, none of them much larger than 256 KiB', () => {
    const shape = [300, 1000]
    const data = Float64Array.from({ length: 300_000 }, (_, k) => Math.sqrt(k))
    const pieces = [...writeJson({ x: { shape, data } })]
    expect(pieces.length).toBeGreaterThan(15)
    for (const piece of pieces) expect(piece.length).toBeLessThan(320 * 1024)
    expect(JSON.parse(Buffer.concat(pieces).toString())).toEqual({ x: nest({ shape, data }) })
  })
})
