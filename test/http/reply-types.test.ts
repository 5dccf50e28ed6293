import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readNpy } from '../../src/formats/npy-read.ts'
import { flat, type Nested } from '../support/arrays.ts'
import { npyOf, npzOf } from '../support/npz.ts'
import {
  BACKWARD,
  CHECK,
  expectSame,
  FORWARD,
  jsonOf,
  membersOf,
  NPY,
  NPZ,
  OCTETS,
  packedIn,
  send,
} from './archives.ts'
import { expectGolden, expectProblem, type Service, startService, stopService } from './service.ts'

const JSON_TYPE = 'application/json'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

describe('the form of a reply', () => {
  const x = [
    [1, 8],
    [4, 2],
    [7, 5],
  ]
  const json = Buffer.from(JSON.stringify({ x }))
  /** How a browser is told to save what it can't show. */
  const FILES: Record<string, string> = {
    [NPZ]: 'attachment; filename="forward.npz"',
    [NPY]: 'attachment; filename="forward.npy"',
  }

  test.for<[came: string, body: Buffer, accept: string | undefined, goes: string]>([
    [JSON_TYPE, json, undefined, 'application/json; charset=utf-8'],
    [JSON_TYPE, json, '*/*', 'application/json; charset=utf-8'],
    [JSON_TYPE, json, NPZ, NPZ],
    [JSON_TYPE, json, NPY, NPY],
    [JSON_TYPE, json, `${JSON_TYPE};q=0.5, ${NPZ}`, NPZ],
    [NPZ, npzOf({ x }), undefined, NPZ],
    [NPZ, npzOf({ x }), '*/*', NPZ],
    [NPZ, npzOf({ x }), 'application/json;charset=utf-8', 'application/json; charset=utf-8'],
    [NPY, npyOf(x), undefined, NPY],
    [NPY, npyOf(x), NPZ, NPZ],
    [NPY, npyOf(x), JSON_TYPE, 'application/json; charset=utf-8'],
    [OCTETS, npzOf({ x }), undefined, NPZ],
    [OCTETS, npyOf(x), undefined, NPY],
  ])('to %s (%#) is what Accept likes best', async ([came, body, accept, goes]) => {
    const headers = { 'Content-Type': came, ...(accept && { Accept: accept }) }
    const answer = await send(service, FORWARD, body, headers)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-type': goes, vary: 'accept' })
    expect(answer.headers['content-disposition']).toBe(FILES[goes])
    const { out } = await jsonOf(service, FORWARD, { x })
    if (goes === NPY) {
      const { shape, data } = readNpy(answer.body, 2 ** 20)
      expect([shape, [...data]]).toEqual([[3, 2], flat(out)])
    } else if (goes === NPZ) expect(membersOf(answer.body)['out']?.data).toEqual(flat(out))
    else expect(answer.body.out).toEqual(out)
  })

  test.for<[path: string, came: string, body: Buffer, accept: string]>([
    [FORWARD, JSON_TYPE, json, 'text/html'],
    [FORWARD, JSON_TYPE, json, OCTETS],
    [FORWARD, NPZ, npzOf({ x }), `${NPZ};q=0`],
    [CHECK, JSON_TYPE, json, NPY],
    [FORWARD, JSON_TYPE, Buffer.from('{"x": 1'), 'image/png'],
  ])('is none: %s from %s (%#)', async ([path, came, body, accept]) => {
    const answer = await send(service, path, body, { 'Content-Type': came, Accept: accept })
    expectProblem(answer, { status: 406, code: 'not-acceptable' })
    expect(answer.headers['vary']).toBe('accept')
    expect(answer.body.detail).toContain(NPZ)
    await expectGolden(service)
  })

  test('to one array that does not suffice is a refusal, to one that does is not', async () => {
    const answer = await send(service, BACKWARD, npyOf(x), { 'Content-Type': NPY })
    expectProblem(answer, { status: 415, code: 'unsupported-media-type' })
    expect(answer.body.detail).toContain(NPZ)
    const check = await send(service, CHECK, npyOf(x), { 'Content-Type': NPY })
    expect(check.body).toEqual(await jsonOf(service, CHECK, { x }))
  })

  test('to octets that are neither is a refusal', async () => {
    for (const body of [json, Buffer.alloc(0), Buffer.from('PKZIP')]) {
      const answer = await send(service, FORWARD, body, { 'Content-Type': OCTETS })
      expectProblem(answer, { status: 415, code: 'unsupported-media-type' })
    }
    await expectGolden(service)
  })
})

describe('dtype float32', () => {
  const request = {
    x: [
      [0.1, 8],
      [0.4, 2],
      [0.7, 5],
    ],
    dtype: 'float32',
    include: ['cache', 'mu'],
  }

  test('is <f4 in npz, the same numbers in JSON, and leaves single numbers alone', async () => {
    const { json, npz } = await expectSame(service, FORWARD, request)
    const wide = await jsonOf(service, FORWARD, { ...request, dtype: 'float64' })
    const reply = json as { out: Nested; cache: { eps: number } }
    expect(flat(reply.out)).toEqual(flat(wide.out).map(Math.fround))
    expect(flat(reply.out)).not.toEqual(flat(wide.out))
    expect(reply.cache.eps).toBe(wide.cache.eps)
    const descrs = packedIn(npz).map((member) => {
      const header = Buffer.from(member.bytes()).toString('latin1')
      return [member.name, /'descr': '([^']*)'.*\((.*)\)/.exec(header)?.slice(1).join(' ')]
    })
    const {
      'out.npy': out,
      'cache.gamma.npy': gamma,
      'cache.eps.npy': eps,
    } = Object.fromEntries(descrs)
    expect([out, gamma, eps]).toEqual(['<f4 3, 2', '<f4 2,', '<f8 '])
    const npy = await send(service, FORWARD, npzOf(request), { Accept: NPY })
    expect(npy.body.toString('latin1')).toContain("'<f4'")
  })

  test('is refused for a number that it has not', async () => {
    const large = { x: [[1e39], [-1e39]], include: ['mu', 'xmu'] }
    for (const [path, body] of [
      [JSON_TYPE, Buffer.from(JSON.stringify({ ...large, dtype: 'float32' }))],
      [NPZ, npzOf({ ...large, dtype: 'float32' })],
    ] as const) {
      const answer = await send(service, FORWARD, body, { 'Content-Type': path })
      expectProblem(answer, { status: 422, code: 'not-representable', pointers: ['#/dtype'] })
      expect(answer.body.detail).toContain('steps.xmu')
      await expectGolden(service)
    }
    expect((await send(service, FORWARD, npzOf({ ...large, dtype: 'float16' }))).body.code).toBe(
      'invalid',
    )
  })
})
