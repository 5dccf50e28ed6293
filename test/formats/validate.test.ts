import { describe, expect, test } from 'vitest'
import { grade, gradeBatch } from '../../routes/grade.ts'
import { OPERATIONS } from '../../routes/operations.ts'
import { Refusal } from '../../src/core/errors.ts'
import { validate } from '../../src/formats/validate.ts'

const [forward, backward, gradientCheck] = OPERATIONS.map(({ request }) => request)
const x = [[1], [2]]

/** The faults of a request, as sentences with their places. */
function faults(schema: typeof forward, request: unknown): string[] {
  try {
    validate(schema as NonNullable<typeof schema>, request)
    return []
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.faults.map(({ path, detail }) => `${path.join('/')}: ${detail}`)
  }
}

describe('a fault says in plain words what was expected', () => {
  test.each<[unknown, string]>([
    [{}, 'x: is missing'],
    [{ x: 'words' }, 'x: expected an array of numbers'],
    [{ x, eps: 'small' }, 'eps: expected a number, found a string'],
    [{ x, eps: null }, 'eps: expected a number, found null'],
    [{ x, eps: Number.POSITIVE_INFINITY }, 'eps: lies beyond the range of float64'],
    [{ x, eps: -1 }, 'eps: expected at least 0'],
    [{ x, channelAxis: 1.5 }, 'channelAxis: expected a whole number'],
    [{ x, channelAxis: 7 }, 'channelAxis: expected at most 4'],
    [{ x, mode: 'test' }, 'mode: expected one of train, eval'],
    [{ x, include: 'out' }, 'include: expected an array, found a string'],
    [{ x, include: Array(100).fill('mu') }, 'include: expected at most 11 entries'],
    [{ x, running: [] }, 'running: expected an object, found an array'],
    [{ x, running: true }, 'running: expected an object, found true or false'],
    [{ x, y: 1 }, 'y: no such field'],
    [[], ': expected an object, found an array'],
  ])('%j', (request, words) => expect(faults(forward, request)).toEqual([words]))

  test.each<[unknown, string]>([
    [{ points: 'many' }, 'rubric/points: expected a number or an object, found a string'],
    [{ points: null }, 'rubric/points: expected a number or an object, found null'],
    [{ points: -1 }, 'rubric/points: expected at least 0.000001'],
    [{ points: { dx: 'x' } }, 'rubric/points/dx: expected a number, found a string'],
    [{ points: { dx: -1 } }, 'rubric/points/dx: expected at least 0'],
  ])('also where it may be of several kinds: %j', (rubric, words) => {
    expect(faults(grade.request, { inputs: {}, rubric })).toEqual([words])
  })

  test('lengths are counted in what they are lengths of', () => {
    expect(faults(gradeBatch.request, { inputs: {}, submissions: [] })).toEqual([
      'submissions: expected at least 1 entry',
    ])
    expect(faults(gradeBatch.request, { inputs: {}, submissions: [{ id: '' }] })).toEqual([
      'submissions/0/id: expected at least 1 character',
    ])
  })

  test('a missing field is named wherever it is missing', () => {
    const names = ['xhat', 'gamma', 'xmu', 'ivar', 'sqrtvar', 'var', 'eps']
    expect(faults(backward, { dout: x, cache: {} })).toEqual(
      names.map((name) => `cache/${name}: is missing`),
    )
  })

  test('an element of a tensor that is none of a JSON array is not missing, whatever it is', () => {
    const tensor = { shape: [2, 1], data: Float64Array.of(1, Number.NaN) }
    expect(faults(forward, { x: tensor })).toEqual(['x/1/0: is not a finite number'])
  })

  test('a step of 0 is no step, and a gradient of another name is one fault', () => {
    expect(faults(gradientCheck, { x, h: 0 })).toEqual(['h: expected more than 0'])
    expect(faults(gradientCheck, { x, dout: x, claimed: { dy: x } })).toEqual([
      'claimed/dy: no such field',
    ])
  })
})
