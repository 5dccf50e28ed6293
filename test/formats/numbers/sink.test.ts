import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHUNK, plainSink, type Sink } from '../../../src/formats/json-sink.ts'
import { writeJson } from '../../../src/formats/json-text.ts'
import { fastSink } from '../../../src/formats/numbers/sink.ts'
import { disagreement } from './agree.ts'
import { KINDS, numbersOf, random } from './kinds.ts'

const fast = fastSink() as Sink

test('the machine of these tests writes numbers in WebAssembly', () => {
  expect(fast).toBeDefined()
})

describe('numbers are written as the engine writes them, to the last digit:', () => {
  for (const kind of Object.keys(KINDS)) {
    test(kind, () => {
      for (const seed of [1, Date.now() % 2 ** 32]) {
        for (let k = 0; k < 10; k++) {
          const numbers = numbersOf(kind, CHUNK, random(seed + k))
          expect(disagreement(numbers, fast), `seed ${seed + k}`).toBeUndefined()
        }
      }
    })
  }

  test('those at the edges', () => {
    const edges = [
      ...[0, -0, 5e-324, -5e-324, 2.2250738585072014e-308, 2.225073858507201e-308],
      ...[Number.MAX_VALUE, -Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 53 + 2],
      ...[1e21, 1e20, 123456789012345680000, 999999999999999900000, 1e-6, 1e-7, 9.5e-7],
      ...[0.1, 0.3, 1 / 3, 5e-5, 123.456, 4.35, 1.7976931348623155e308],
      ...[2 ** -1022, 2 ** -1021, 1.5, 100, 1e100, -1e-100, 8.41e21, 2.0919495182368195e19],
    ]
    expect(disagreement(Float64Array.from(edges), fast)).toBeUndefined()
  })
})

describe.each([
  ['the engine', plainSink()],
  ['WebAssembly', fast],
])('a reply written by %s is what JSON.stringify writes', (_, sink) => {
  const written = (reply: object) => Buffer.concat([...writeJson(reply, sink)]).toString()

  test('whatever lies beside the numbers', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (reply) => {
        expect(written(reply)).toBe(JSON.stringify(reply))
      }),
    )
  })

  test('with rows longer than are written at a time, and shorter ones', () => {
    for (const shape of [
      [1, 3 * CHUNK + 1],
      [2, CHUNK],
      [3, CHUNK - 1],
      [CHUNK + 1, 1],
      [5, 700],
    ]) {
      const [n = 0, d = 0] = shape
      const data = numbersOf('numbers around 1', n * d, random(n))
      const rows = Array.from({ length: n }, (_, i) => [...data.subarray(i * d, (i + 1) * d)])
      expect(written({ x: { shape, data }, last: 1 })).toBe(JSON.stringify({ x: rows, last: 1 }))
    }
  })

  test('though two are written at the same time', () => {
    const reply = (seed: number) => {
      const data = numbersOf('any bits', 60_000, random(seed))
      return { x: { shape: [60, 1000], data } }
    }
    const alone = [1, 2].map((seed) => written(reply(seed)))
    const [one, other] = [1, 2].map((seed) => writeJson(reply(seed), sink))
    const pieces: [Uint8Array[], Uint8Array[]] = [[], []]
    for (let open = true; open; ) {
      open = false
      for (const [k, writing] of [one, other].entries()) {
        const { value, done } = writing?.next() ?? {}
        if (value) pieces[k as 0 | 1].push(value)
        open ||= done === false
      }
    }
    expect(pieces.map((each) => Buffer.concat(each).toString())).toEqual(alone)
  })
})
