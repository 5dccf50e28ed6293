import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readQuickly } from '../../src/formats/json-quick.ts'
import { isTensor, nest } from '../../src/formats/tensor.ts'

/** A value with its tensors as the nested arrays that they stand for. */
function plain(value: unknown): unknown {
  if (isTensor(value)) return nest(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
}

const rows = Array.from({ length: 60 }, (_, i) => [i + 0.5, -i - 1, i / 7])
const request = {
  x: rows,
  gamma: [1, 2, 3],
  eps: 1e-5,
  include: ['cache'],
  running: { mean: [1, 2, 3] },
}

const read = (text: string) => readQuickly(Buffer.from(text))

describe('a large request is read quickly', () => {
  test('with its arrays of numbers as tensors, and all else as it is', () => {
    const found = read(JSON.stringify(request)) as typeof request
    expect(isTensor(found.x)).toBe(true)
    expect(isTensor(found.running.mean)).toBe(true)
    expect(plain(found)).toEqual(request)
  })

  test('whatever lies beside the numbers: it says what JSON.parse says', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('[1,2]', '"[', '\\"[', '\\', ']', '[[1],[2]]'),
    )
    const beside = fc.dictionary(word, fc.oneof(fc.jsonValue(), word, fc.array(fc.double())))
    fc.assert(
      fc.property(beside, beside, fc.integer({ min: 0, max: 3 }), (one, other, indent) => {
        const text = JSON.stringify({ ...one, x: rows, deeper: other, last: [1, 2] }, null, indent)
        const found = read(text)
        if (found !== undefined) expect(plain(found)).toEqual(JSON.parse(text))
      }),
      { numRuns: 500 },
    )
  })

  test('and nothing is taken that JSON.parse refuses', () => {
    const text = JSON.stringify(request)
    const odd = fc.constantFrom(...'[]{}",:\\-.e01 x\u0000\ufeff')
    const places = fc.array(fc.tuple(fc.integer({ min: 0, max: text.length }), odd, fc.boolean()), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(places, (changes) => {
        let changed = text
        for (const [at, mark, instead] of changes) {
          changed = changed.slice(0, at) + mark + changed.slice(instead ? at + 1 : at)
        }
        const found = read(changed)
        if (found !== undefined) expect(plain(found)).toEqual(JSON.parse(changed))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('it is left to the careful reader', () => {
  const like = (fields: object) => JSON.stringify({ ...request, ...fields })
  test.each([
    ['a small one', JSON.stringify({ x: [[1], [2]] })],
    ['one with a ragged matrix', like({ gamma: [[1], [2, 3]] })],
    ['one with a number too large', like({}).replace('1e-05', '1').replace('[1,2,3]', '[1,1e400]')],
    ['one with words among the numbers', like({ gamma: [1, 'two', 3] })],
    ['one where an array is said twice', `{"x":[[1]],${like({}).slice(1)}`],
    ['one with arrays of numbers deep within', like({ claimed: { deeper: { dx: [1] } } })],
    ['one that is an array', `[${like({})}]`],
    ['one with much beside its arrays', like({ note: 'a'.repeat(100_000) })],
    ['brackets without end', `{"x":${'['.repeat(100_000)}`],
    [
      'one that is not UTF-8',
      Buffer.concat([Buffer.from(like({})), Buffer.of(0xff)]).toString('latin1'),
    ],
  ])('%s', (_, text) => expect(readQuickly(Buffer.from(text, 'latin1'))).toBeUndefined())
})
