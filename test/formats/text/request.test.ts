import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OPERATIONS } from '../../../routes/operations.ts'
import { Refusal } from '../../../src/core/errors.ts'
import { readJson, readRequest } from '../../../src/formats/json.ts'
import { isTensor, nest } from '../../../src/formats/tensor.ts'
import { type Codec, theCodec } from '../../../src/formats/text/codec.ts'
import { readWithTensors } from '../../../src/formats/text/request.ts'
import { validate } from '../../../src/formats/validate.ts'
import type { Operation } from '../../../src/operations/operation.ts'
import { jsonTestSuite } from '../../support/json-test-suite.ts'

const codec = theCodec() as Codec
const backward = OPERATIONS.find(({ id }) => id === 'backward') as Operation

/** What was read, or how it was refused. */
function outcome(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, message, faults, total } = error
    return { code, message, faults, total }
  }
}

/** Both ways to read a body, side by side. */
function expectAgreement(body: Buffer, { request }: Operation = backward): void {
  const plain = outcome(() => validate(request, readJson(body)))
  // What is handed in is taken as it is, so its arrays stay as they were read.
  expect(untensored(outcome(() => readRequest(request, body)))).toEqual(untensored(plain))
  const quick = readWithTensors(body, codec)
  if (quick !== undefined) expect(untensored(quick)).toEqual(JSON.parse(body.toString()))
}

/** A request as JSON.parse would have given it. */
function untensored(value: unknown): unknown {
  if (isTensor(value)) return nest(value)
  if (Array.isArray(value)) return value.map(untensored)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, untensored(each)]))
}

const CACHE =
  '{"xhat":[[-1],[1]],"gamma":[1],"xmu":[[-1],[1]],"ivar":[1],"sqrtvar":[1],"var":[1],"eps":0.5}'
const USUAL = `{"dout": [[1.5, 2], [-3e-2, 4]],\n "x":[[1,2],[3,5]],"gamma":[1,2], "include":["dx2","dsq"],"eps":1e-5}`
const CLASS =
  '{"inputs":{"x":[[1],[2]],"running":{"mean":[0],"var":[1]}},"submissions":[{"id":"a,[","submitted":{"dx":[[1],[2]]}},{"id":"b","submitted":null},{"id":"c","submitted":{"dx":[3,4],"words":["x","y"]}}]}'
const WITH_CACHE = `{"cache":${CACHE},"dout":[[1],[2]]}`

describe('a usual request', () => {
  test.each([USUAL, WITH_CACHE])('is read by the codec: %s', (text) => {
    const request = readWithTensors(Buffer.from(text), codec) as { dout: unknown }
    expect(isTensor(request.dout)).toBe(true)
    expectAgreement(Buffer.from(text))
  })

  test('of a class is read by the codec, every submission in its place', () => {
    const request = readWithTensors(Buffer.from(CLASS), codec) as {
      submissions: { submitted: { dx: unknown } | null }[]
    }
    expect(request.submissions.map(({ submitted }) => submitted && isTensor(submitted.dx))).toEqual(
      [true, null, true],
    )
    expect(untensored(request)).toEqual(JSON.parse(CLASS))
  })

  test.each(OPERATIONS)('of $id is read as the engine reads it', (operation) => {
    for (const { request } of operation.examples) {
      for (const indent of [0, 2]) {
        expectAgreement(Buffer.from(JSON.stringify(request, null, indent)), operation)
      }
    }
  })
})

describe('readWithTensors()', () => {
  test.each([
    ['no array of numbers', '{"mode":"train"}'],
    ['an escape, in a name', '{"x":[[1]],"\\u0064out":1}'],
    ['an escape, in a word', '{"x":[[1]],"mode":"tra\\u0069n"}'],
    ['a name twice', '{"x":[[1]],"mode":"train","mode":"eval"}'],
    ['a name that objects have by nature', '{"x":[[1]],"__proto__":1}'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('{"x":[[1]],"mode":"'), Buffer.of(0xc3), Buffer.from('"}')]),
    ],
  ])('leaves to the engine what has %s', (_, body) => {
    expect(readWithTensors(Buffer.from(body), codec)).toBeUndefined()
  })
})

describe('an unusual body is read, or refused, as the engine does it', () => {
  test.each(jsonTestSuite)('%s', (_, body) => {
    expectAgreement(body)
    // The same as a field, beside arrays.
    expectAgreement(Buffer.concat([Buffer.from('{"dout":[[1]],"x":'), body, Buffer.from('}')]))
    expectAgreement(
      Buffer.concat([Buffer.from('{"dout":[[1],'), body, Buffer.from('],"x":[[1]]}')]),
    )
  })

  test.each([
    '{"dout":[[1]],"x":[[1]],"x":[[2]]}',
    '{"dout":[[1]],"x":[[1]],"x":[]}',
    '{"dout":[[1]],"x":[],"x":[[1]]}',
    '{"dout":[[1]],"x":[[1]],"\\u0078":[[2]]}',
    '{"dout":[[1]],"\\u0078":[[2]],"x":[[1]]}',
    '{"dout":[[1]],"x":[[1]],"__proto__":[[1]]}',
    '{"dout":[[1]],"x":[[1]],"__proto__":{"x":[[1]]}}',
    '{"dout":[[1]],"x":[[1]],"constructor":[[1]]}',
    '{"dout":[[1]],"x":[[1]],"toString":{"valueOf":[1]}}',
    '{"dout":[[1]],"x":[[1]],"é":[[1]]}',
    '{"dout":[[1]],"x":[[1]],"Ã©":[[1]],"é":1}',
    '{"dout":[[1]],"x":[[1]],"":[[1]]}',
    '{"dout":[[1]],"x":[[1]].5}',
    '{"dout":[[1]],"x":[[1]]5}',
    '{"dout":[[1]],"x":[[1]]"x"}',
    '{"dout":[[1]],"x":1[[1]]}',
    '{"dout":[[1]],"x":-[[1]]}',
    '{"dout":[[1]],"x"[[1]]}',
    '{"dout":[[1]],"x"::[[1]]}',
    '{"dout":[[1]],"x":[[1]],}',
    '{"dout":[[1]],"x":[[1]]}}',
    '{"dout":[[1]],"x":[[1]]}{"x":[[1]]}',
    '{"dout":[[1]],"x":[[1]]',
    '}{"dout":[[1]],"x":[[1]]}',
    '["dout":[[1]],"x":[[1]]]',
    '[{"dout":[[1]],"x":[[1]]}]',
    '[[1]]',
    ':[[1]]',
    '"x":[[1]]',
    '"\\"":[[1]]',
    '{"dout":[[1]],"x":"[[1]]"}',
    '{"dout":[[1]],"x":"\\":[[1]]"}',
    '{"dout":[[1]],"x":"\\\\":[[1]]}',
    '{"dout":[[1]],"x":[[1]],"mode":"tra\\u0069n"}',
    '{"dout":[[1]],"x":[[1]],"mode":"train',
    '{"dout":[[1]],"x":{"x":[[1]]}}',
    '{"dout":[[1]],"x":{"x":{"x":[[1]]}}}',
    '{"dout":[[1]],"x":[[1]],"eps":[1]}',
    '{"dout":[[1]],"x":[[1]],"include":[1]}',
    '{"dout":[[1]],"x":[[1]],"include":[["dx"]]}',
    '{"dout":[[1]],"x":[[1]],"mode":[[1]]}',
    '{"dout":[1],"x":[[1]]}',
    '{"dout":[[1]],"x":[[[[[[1]]]]]]}',
    '{"dout":[[1]],"x":[[1e400]]}',
    '{"dout":[[1]],"x":[[1],[2,3]]}',
    '{"dout":[[1]],"x":[[1]],"gamma":[[1]]}',
    '{"dout":[[1]],"x":[[1]],"running":{"var":[-1]}}',
    '{"dout":[[1]],"x":[[1]],"nosuch":[[1]]}',
    '{"dout":[[1]],"x":[[1]],"nosuch":{"x":[[1]]}}',
    '\ufeff{"dout":[[1]],"x":[[1]]}',
    '{"dout":[[1]],"x":[[1]]}\u0000',
    ' \n{"dout":[[1]],"x":[[1]]}\t\r ',
    '',
  ])('%j', (text) => {
    expectAgreement(Buffer.from(text))
  })

  test('bytes that are no UTF-8, in a name, in a word and in an array', () => {
    for (const before of ['{"', '{"mode":"', '{"dout":[[1', '{"dout":[[1]],"x":[[1]]']) {
      const rest = USUAL.slice(1)
      expectAgreement(Buffer.concat([Buffer.from(before), Buffer.of(0xc3), Buffer.from(rest)]))
    }
  })

  test('more fields than a request has', () => {
    const fields = Array.from({ length: 100 }, (_, k) => `"f${k}":[[${k}]]`)
    expectAgreement(Buffer.from(`{${fields},"dout":[[1]],"x":[[1]]}`))
  })

  test('whatever of a usual one is changed', () => {
    const marks = [...'[]{},:"\\ 01-+.eE\n\u0000x', 'é', '[[1]]', '"x":', 'null', '__proto__']
    const edits = fc.array(
      fc.record({
        at: fc.nat(400),
        cut: fc.nat(3),
        put: fc.oneof(fc.constant(''), fc.constantFrom(...marks)),
      }),
      { minLength: 1, maxLength: 3 },
    )
    fc.assert(
      fc.property(fc.constantFrom(USUAL, WITH_CACHE), edits, (text, all) => {
        const edited = all.reduce<string>((so, { at, cut, put }) => {
          const place = at % (so.length + 1)
          return so.slice(0, place) + put + so.slice(place + cut)
        }, text)
        expectAgreement(Buffer.from(edited))
      }),
      { numRuns: 5000 },
    )
  })
})
