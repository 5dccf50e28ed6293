import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { OPERATIONS } from '../../routes/operations.ts'
import { vector } from '../../src/core/matrix.ts'
import { plainPieces, writeJson } from '../../src/formats/json-text.ts'
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

  test('writes the same with the codec and without, where runs and rows end at different places', () => {
    for (const shape of [
      [1],
      [1024],
      [1025],
      [3, 700],
      [2048, 1],
      [5, 1, 1025],
      [2, 3, 5, 7, 11],
    ]) {
      const length = shape.reduce((product, size) => product * size, 1)
      const data = Float64Array.from({ length }, (_, k) => Math.sqrt(k) / 3)
      const reply = { before: 'é"', x: { shape, data }, after: 1 }
      expect(textOf(reply)).toBe(Buffer.concat([...plainPieces(reply)]).toString())
    }
  })

  test('writes null for what is no number of JSON, as JSON.stringify does', () => {
    expect(textOf({ v: vector([Number.NaN, 1, -Infinity, Infinity]) })).toBe(
      '{"v":[null,1,null,null]}',
    )
  })

  test('writes two replies at the same time without mixing them up', () => {
    const reply = (of: number) => ({
      x: { shape: [300, 100], data: new Float64Array(30_000).fill(of) },
    })
    const [one, other] = [reply(1 / 3), reply(1 / 7)]
    const [ones, others] = [writeJson(one), writeJson(other)]
    const pieces: [Uint8Array[], Uint8Array[]] = [[], []]
    for (let k = 0; k < 4; k++) {
      for (const [to, from] of [
        [pieces[0], ones],
        [pieces[1], others],
      ] as const) {
        const next = from.next()
        if (!next.done) to.push(next.value)
      }
    }
    expect(pieces[0].length).toBeGreaterThan(1)
    expect(Buffer.concat(pieces[0]).toString()).toBe(JSON.stringify({ x: nest(one.x) }))
    expect(Buffer.concat(pieces[1]).toString()).toBe(JSON.stringify({ x: nest(other.x) }))
  })

  test('lets words longer than any piece pass', () => {
    const reply = { long: 'ü'.repeat(400_000), v: vector([1]), short: ['x'] }
    expect(JSON.parse(textOf(reply))).toEqual({ ...reply, v: [1] })
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
    for (const { request, reply, examples, run, forms } of OPERATIONS) {
      if (forms) continue
      for (const example of examples) {
        const answer = run(validate(request, example.request), LIMITS, () => {}) as object
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
