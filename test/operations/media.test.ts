import { describe, expect, test } from 'vitest'
import { replyType, requestType } from '../../src/operations/media.ts'
import { refusal } from '../support/client.ts'
import { npyOf, npzOf } from '../support/npz.ts'

const JSON_TYPE = 'application/json'
const NPZ = 'application/x-npz'
const NPY = 'application/x-npy'
const ALL = [NPZ, JSON_TYPE, NPY] as const

describe('the type of a reply', () => {
  test.for<[accept: string | undefined, type: string]>([
    [undefined, NPZ],
    ['', NPZ],
    ['  ', NPZ],
    ['*/*', NPZ],
    [' */* ', NPZ],
    ['*/*;q=0.8', NPZ],
    ['application/*', NPZ],
    ['text/html, */*;q=0.1', NPZ],
    [JSON_TYPE, JSON_TYPE],
    ['APPLICATION/JSON', JSON_TYPE],
    ['application/json; charset=utf-8', JSON_TYPE],
    ['application/json;charset="utf-8";q=0.5', JSON_TYPE],
    ['application/json ;  Q=0.5', JSON_TYPE],
    ['application/json;charset=utf-8, */*;q=0.1', JSON_TYPE],
    ['application/json;version=1;q=0.1, application/x-npy;q=0.2', NPY],
    [NPY, NPY],
    [`${JSON_TYPE}, ${NPZ}`, JSON_TYPE],
    [`${NPZ}, ${JSON_TYPE}`, NPZ],
    [`${JSON_TYPE};q=0.1, ${NPZ};q=0.9`, NPZ],
    [`${JSON_TYPE};q=0.9, ${NPZ};q=0.1`, JSON_TYPE],
    [`${NPZ};q=0, */*`, JSON_TYPE],
    [`${NPZ};q=0, ${JSON_TYPE};q=0.000, */*;q=0.001`, NPY],
    [`text/html, ${JSON_TYPE};q=0.1`, JSON_TYPE],
    [`nonsense, , ${NPY}`, NPY],
  ])('for Accept %j is %s', ([accept, type]) => {
    expect(replyType(accept, ALL)).toBe(type)
  })

  test.for([
    'text/html',
    'application/octet-stream',
    'application/problem+json',
    'application/jsonp',
    'application',
    'nonsense',
    ',',
    `${JSON_TYPE};q=0`,
    '*/*;q=0',
    `${JSON_TYPE};q=nonsense`,
    `${NPZ};q=0, ${JSON_TYPE};q=0, ${NPY};q=0, */*;q=0`,
    `${JSON_TYPE};${'a=b;'.repeat(3000)}q=0`,
  ])('for Accept %j is none, and the problem says which there are', (accept) => {
    const { code, message } = refusal(() => replyType(accept, ALL))
    expect([code, message]).toEqual(['not-acceptable', `the reply can be ${ALL.join(' or ')}`])
  })

  test('is none that the operation does not write', () => {
    expect(refusal(() => replyType(NPY, [JSON_TYPE, NPZ])).code).toBe('not-acceptable')
    expect(replyType(undefined, [JSON_TYPE, NPZ])).toBe(JSON_TYPE)
  })
})

describe('the type of a request', () => {
  const npz = npzOf({ x: [[1]] })
  const npy = npyOf([[1]])
  const empty = npzOf({})
  const OCTETS = 'application/octet-stream'

  test.for<[type: string, body: Uint8Array, found: string]>([
    [JSON_TYPE, npz, JSON_TYPE],
    [NPZ, npy, NPZ],
    [NPY, npz, NPY],
    ['Application/X-NPZ; charset=binary', npz, NPZ],
    [OCTETS, npz, NPZ],
    [OCTETS, empty, NPZ],
    [OCTETS, npy, NPY],
    [`${OCTETS};x=y`, npy, NPY],
  ])('%s is what it says, octets are what they are', ([type, body, found]) => {
    expect(requestType(type, body)).toBe(found)
  })

  test.for<[type: string | undefined, body: string]>([
    [OCTETS, ''],
    [OCTETS, 'P'],
    [OCTETS, '{"x": [[1]]}'],
    [OCTETS, '\x93NUMP'],
    [OCTETS, ' PK\x03\x04'],
    [OCTETS, 'PKsomething else'],
    [undefined, '{"x": [[1]]}'],
    ['', '{"x": [[1]]}'],
    ['application/zip', 'PK\x03\x04'],
    ['application/x-npzz', 'PK\x03\x04'],
    ['text/plain', '{"x": [[1]]}'],
  ])('%j with the body %j is unknown', ([type, body]) => {
    const { code } = refusal(() => requestType(type, Buffer.from(body, 'latin1')))
    expect(code).toBe('unsupported-media-type')
  })
})
