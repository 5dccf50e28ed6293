import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Count, countHere } from '../../src/http/rates/counter.ts'
import { makeKey } from '../../src/keys/make.ts'
import { expectProblem, type Service, serviceForTest } from './service.ts'
import { answersIn, exchange } from './wire.ts'

const BODY = { x: [[1, 2]] }

/** The statuses of some requests, one after the other, each with headers of its own. */
async function statuses({ request }: Service, headers: Record<string, string>[]) {
  const all: number[] = []
  for (const each of headers) {
    all.push((await request.post('/v1/forward').set(each).send(BODY)).status)
  }
  return all
}

describe('a limit of requests in a minute', () => {
  it('is told in every reply, and at its end by 429 and when to come again', async () => {
    const { request } = await serviceForTest({ config: { RATE_LIMIT: 2 } })
    const send = (path: string) => request.post(path).send(BODY)
    for (const [path, remaining] of [
      ['/v1/forward', '1'],
      ['/v1/gradient-check', '0'],
    ] as const) {
      const { headers } = await send(path)
      expect([headers['ratelimit-limit'], headers['ratelimit-remaining']]).toEqual(['2', remaining])
      expect(Number(headers['ratelimit-reset'])).toBeGreaterThan(0)
    }
    const answer = await send('/v1/inputs')
    expectProblem(answer, { status: 429, code: 'too-many-requests' })
    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '0' })
    for (const name of ['retry-after', 'ratelimit-reset']) {
      expect(Number(answer.headers[name])).toBeGreaterThan(50)
      expect(Number(answer.headers[name])).toBeLessThanOrEqual(60)
    }
  })

  it('counts no page, and least of all who asks for health', async () => {
    const service = await serviceForTest({ config: { RATE_LIMIT: 1 } })
    await statuses(service, [{}, {}])
    for (const path of ['/', '/livez', '/readyz', '/openapi.json', '/problems', '/v1/graph']) {
      const { status, headers } = await service.request.get(path)
      expect([path, status, headers['ratelimit-limit']]).toEqual([path, 200, undefined])
    }
  })

  it('is off unless it is set', async () => {
    const { request } = await serviceForTest()
    const { headers } = await request.post('/v1/forward').send(BODY)
    expect(headers).not.toHaveProperty('ratelimit-limit')
  })

  it('is that of a key, though a class sits behind one address', async () => {
    const keys = ['ann', 'bob'].map((name) => makeKey(name, ['compute']))
    const [ann, bob] = keys.map(({ token }) => ({ authorization: `Bearer ${token}` }))
    if (!ann || !bob) throw new Error('two keys are needed')
    const KEYS = keys.map(({ entry }) => entry).join(';')
    const service = await serviceForTest({ config: { RATE_LIMIT: 1, KEYS } })
    expect(await statuses(service, [ann, ann, bob, bob])).toEqual([200, 429, 200, 429])
  })

  it('is that of the connection, whatever a client says of itself', async () => {
    const service = await serviceForTest({ config: { RATE_LIMIT: 1 } })
    const via = (address: string) => ({ 'x-forwarded-for': address })
    expect(await statuses(service, [via('192.0.2.1'), via('192.0.2.2')])).toEqual([200, 429])
  })

  it('is that of the address a balancer names, where one is believed', async () => {
    const config = { RATE_LIMIT: 1, TRUST_PROXY: 'loopback' }
    const service = await serviceForTest({ config })
    const via = (address: string) => ({ 'x-forwarded-for': address })
    const forged = via('192.0.2.9, 192.0.2.1')
    const all = [via('192.0.2.1'), via('192.0.2.1'), forged, via('192.0.2.2')]
    expect(await statuses(service, all)).toEqual([200, 429, 429, 200])
    const network = [via('2001:db8::1'), via('2001:db8::2'), via('2001:db8:0:1::1')]
    expect(await statuses(service, network)).toEqual([200, 429, 200])
  })

  it.for(['', 'loopback'])(
    'takes a client that resets its connection for no mistake of its own (TRUST_PROXY %j)',
    async (TRUST_PROXY) => {
      const service = await serviceForTest({ config: { RATE_LIMIT: 1, TRUST_PROXY } })
      const text = JSON.stringify(BODY)
      const head = `POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n`
      const leave = async () => {
        const socket = connect(service.port, '127.0.0.1').on('error', () => {})
        await once(socket, 'connect')
        socket.write(head + text, () => socket.resetAndDestroy())
      }
      await Promise.all(Array.from({ length: 20 }, leave))
      await expect.poll(() => service.log.length).toBeGreaterThanOrEqual(20)
      expect(service.lines().filter(({ level }) => level > 30)).toEqual([])
    },
  )

  it('refuses before the body, so that the client sees it though it still sends', async () => {
    const service = await serviceForTest({ config: { RATE_LIMIT: 1 } })
    await statuses(service, [{}])
    const size = 2 ** 22
    const head = `POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`
    const [answer] = answersIn(await exchange(service.port, [head, ' '.repeat(size)]))
    expect([answer?.status, answer?.headers['connection']]).toEqual([429, 'close'])
  })
})

describe('a counter', () => {
  it('counts each client for itself, from one', () => {
    const count = countHere(60_000) as (client: string) => Count
    const counted = ['a', 'b', 'a', 'a'].map((client) => count(client).current)
    expect(counted).toEqual([1, 1, 2, 3])
  })

  it('begins anew when the window is over, and not before', async () => {
    const count = countHere(200) as (client: string) => Count
    const first = count('a')
    expect(first.ttl).toBeGreaterThan(0)
    expect(first.ttl).toBeLessThanOrEqual(200)
    const second = count('a')
    expect([second.current, second.ttl <= first.ttl]).toEqual([2, true])
    await delay(second.ttl + 1)
    expect(count('a').current).toBe(1)
  })

  it('forgets those whose windows end first when there are too many', () => {
    const count = countHere(60_000, 2) as (client: string) => Count
    for (const client of ['a', 'b', 'b', 'c']) count(client)
    expect([count('b').current, count('c').current, count('a').current]).toEqual([3, 2, 1])
  })
})
