import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { archive } from '../support/archive.ts'
import { npyOf } from '../support/npz.ts'
import { FORWARD, membersOf, NPY, NPZ, OCTETS, send } from './archives.ts'
import {
  expectGolden,
  expectProblem,
  type Service,
  serviceForTest,
  startService,
  stopService,
} from './service.ts'
import { answersIn, exchange, writeThenRead } from './wire.ts'

const LIMITS = { BODY_LIMIT: 8192, BINARY_LIMIT: 16_384, INFLATED_LIMIT: 32_768 }

let service: Service
let small: Service
beforeAll(async () => {
  service = await startService()
  small = await startService({ config: LIMITS })
})
afterAll(() => Promise.all([service, small].map(stopService)))

describe('the limits', () => {
  /** A sound request of just this many bytes: the rest is the archive's comment. */
  const sized = (size: number) => {
    const plain = { name: 'x.npy', data: npyOf([[1], [2]]) }
    const length = archive([plain]).length
    return archive([plain], { comment: Buffer.alloc(size - length) })
  }
  const over = { status: 413, code: 'too-large' }

  test('of a body are its own for each form, at the limit and one byte above it', async () => {
    const { BODY_LIMIT, BINARY_LIMIT } = LIMITS
    for (const type of [NPZ, OCTETS]) {
      const headers = { 'Content-Type': type }
      expect((await send(small, FORWARD, sized(BINARY_LIMIT), headers)).status).toBe(200)
      const answer = await send(small, FORWARD, sized(BINARY_LIMIT + 1), headers)
      expectProblem(answer, over)
      expect(answer.body.detail).toBe(`the body is larger than ${BINARY_LIMIT} bytes`)
    }
    const text = (size: number) => Buffer.from('{"x": [[1], [2]]}'.padEnd(size))
    const headers = { 'Content-Type': 'application/json' }
    expect((await send(small, FORWARD, text(BODY_LIMIT), headers)).status).toBe(200)
    expectProblem(await send(small, FORWARD, text(BODY_LIMIT + 1), headers), over)
    await expectGolden(small)
  })

  test('of a body are delivered, however the client writes', async () => {
    const body = sized(4 * LIMITS.BINARY_LIMIT)
    const head = `POST ${FORWARD} HTTP/1.1\r\nHost: x\r\nContent-Type: ${NPZ}\r\n`
    const declared = [`${head}Content-Length: ${body.length}\r\n\r\n`, body]
    const chunked = [
      `${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`,
      body,
      '\r\n0\r\n\r\n',
    ]
    for (const pieces of [declared, chunked]) {
      for (const write of [exchange, writeThenRead]) {
        const [answer] = answersIn(await write(small.port, pieces))
        expect([answer?.status, JSON.parse(answer?.body ?? '{}').code]).toEqual([413, 'too-large'])
      }
    }
    await expectGolden(small)
  })

  test('of what is inflated hold at the last byte', async () => {
    const { INFLATED_LIMIT } = LIMITS
    const x = (count: number) => npyOf(Array.from({ length: count / 2 }, () => [1, 1]))
    // As many numbers as fit with a header of 128 bytes.
    const count = (INFLATED_LIMIT - 128) / 8
    const exact = archive([{ name: 'x.npy', data: x(count), deflated: true }])
    expect((await send(small, FORWARD, exact)).status).toBe(200)
    const more = archive([{ name: 'x.npy', data: x(count + 2), deflated: true }])
    const answer = await send(small, FORWARD, more)
    expectProblem(answer, { ...over, pointers: ['#/x'] })
    expect(answer.body.detail).toBe(`the archive inflates to more than ${INFLATED_LIMIT} bytes`)
    await expectGolden(small)
  })

  test('of numbers hold for dtypes that are smaller than float64', async () => {
    const bits = Buffer.concat([x1(6000), Buffer.alloc(6000)])
    const answer = await send(small, FORWARD, archive([{ name: 'x.npy', data: bits }]))
    expectProblem(answer, { ...over, pointers: ['#/x'] })
    const single = await send(small, FORWARD, bits, { 'Content-Type': NPY })
    expectProblem(single, { ...over, pointers: ['#/x'] })
    await expectGolden(small)
  })

  test('of members', async () => {
    const members = (count: number) =>
      archive(Array.from({ length: count }, (_, k) => ({ name: `x${k}.npy`, data: npyOf(1) })))
    expectProblem(await send(service, FORWARD, members(64)), { status: 400, code: 'invalid' })
    expectProblem(await send(service, FORWARD, members(65)), over)
    await expectGolden(service)
  })

  test('of where a request is answered look at what it inflates to', async () => {
    const x = (rows: number) => npyOf(Array.from({ length: rows }, (_, k) => [k % 3, 1]))
    const packed = (rows: number) => archive([{ name: 'x.npy', data: x(rows), deflated: true }])
    // What a worker has answered comes in pieces, anything else with its length.
    expect((await send(service, FORWARD, packed(1000))).headers['content-length']).toBeDefined()
    expect(packed(10_000).length).toBeLessThan(1000)
    const large = await send(service, FORWARD, packed(10_000))
    expect([large.status, large.headers['transfer-encoding']]).toEqual([200, 'chunked'])
    expect(membersOf(large.body)['out']?.shape).toEqual([10_000, 2])
  })

  test('of the bytes in flight count what is inflated', async () => {
    const few = await serviceForTest({ config: { BYTES_IN_FLIGHT: 100_000 } })
    const x = npyOf(Array.from({ length: 10_000 }, () => [1, 2]))
    const bomb = archive([{ name: 'x.npy', data: x, deflated: true }])
    expectProblem(await send(few, FORWARD, bomb), { status: 503, code: 'busy' })
    await expectGolden(few)
  })

  test('hold against 250 kB that inflate to 256 MB and more', async () => {
    const zeros = Buffer.alloc(2 ** 28 + 1)
    const packed = deflateRawSync(zeros)
    expect(packed.length).toBeLessThan(300_000)
    const bomb = { name: 'x.npy', data: packed, method: 8, packed: packed.length }
    const before = process.memoryUsage().arrayBuffers
    const honest = await send(service, FORWARD, archive([{ ...bomb, size: zeros.length }]))
    expectProblem(honest, { ...over, pointers: ['#/x'] })
    const lying = await send(service, FORWARD, archive([{ ...bomb, size: 100 }]))
    expectProblem(lying, { status: 400, code: 'malformed', pointers: ['#/x'] })
    const nested = archive([
      { name: 'x.npy', data: archive([{ ...bomb, size: zeros.length }]), deflated: true },
    ])
    expectProblem(await send(service, FORWARD, nested), {
      status: 400,
      code: 'malformed',
      pointers: ['#/x'],
    })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 2 ** 20)
    await expectGolden(service)
  })

  /** The header of an array of so many bytes, in one column. */
  function x1(count: number): Buffer {
    const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${count}, 1), }`.padEnd(117)
    return Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text}\n`, 'latin1')
  }
})
