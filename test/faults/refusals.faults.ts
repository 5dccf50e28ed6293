import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectGolden, type Service, startService, stopService } from '../http/service.ts'
import { answersIn, writeThenRead } from '../http/wire.ts'

/** A refusal arrives at a client that first writes all of a body that is too large, and only then reads. */

const LIMIT = 2 ** 19
const CLIENTS = 60

let service: Service
let full: Service
beforeAll(async () => {
  service = await startService({ config: { BODY_LIMIT: LIMIT } })
  full = await startService({ config: { BYTES_IN_FLIGHT: 1024 } })
})
afterAll(() => Promise.all([service, full].map(stopService)))

const head = (type: string) => `POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n`

function declared(type: string, body: string): string[] {
  return [`${head(type)}Content-Length: ${body.length}\r\n\r\n`, body]
}

function chunked(type: string, body: string): string[] {
  const chunks = (body.match(/ {1,65536}/g) ?? []).map(
    (chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`,
  )
  return [`${head(type)}Transfer-Encoding: chunked\r\n\r\n`, ...chunks, '0\r\n\r\n']
}

/** How many clients at once read which status. */
async function read({ port }: Service, pieces: string[]): Promise<Record<string, number>> {
  const statuses = await Promise.all(
    Array.from({ length: CLIENTS }, () =>
      writeThenRead(port, pieces).then(
        (text) => answersIn(text)[0]?.status,
        ({ code }) => code,
      ),
    ),
  )
  return Object.fromEntries(
    [...new Set(statuses)].map((each) => [each, statuses.filter((one) => one === each).length]),
  )
}

describe.each([1.5, 4, 8])('of 60 clients that send %s times the limit', (times) => {
  const body = ' '.repeat(times * LIMIT)

  it.for([
    ['with its length', declared],
    ['in chunks', chunked],
  ] as const)('each reads why it is refused, %s', async ([, write]) => {
    expect(await read(service, write('application/json', body))).toEqual({ 413: CLIENTS })
    await expectGolden(service)
    if (times !== 4) return
    expect(await read(service, write('text/plain', body))).toEqual({ 415: CLIENTS })
    expect(await read(full, write('application/json', body))).toEqual({ 503: CLIENTS })
  })
})
