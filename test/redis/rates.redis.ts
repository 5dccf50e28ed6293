import { describe, expect, it, onTestFinished } from 'vitest'
import { countHere } from '../../src/http/rates/counter.ts'
import { countTogether } from '../../src/http/rates/shared.ts'
import { type Service, serviceForTest } from '../http/service.ts'
import { type RedisServer, redisForTest } from './redis.ts'

const LIMIT = 3
const AWAY = /counted by this replica alone/
const BACK = /shared again/

async function replicas({ url }: RedisServer): Promise<[Service, Service]> {
  const config = { RATE_LIMIT: LIMIT, REDIS_URL: url, TRUST_PROXY: 'loopback' }
  return [await serviceForTest({ config }), await serviceForTest({ config })]
}

/** What is left to a client after one more request. */
async function ask({ request }: Service, client: string): Promise<number> {
  const { status, headers } = await request
    .post('/v1/forward')
    .set('x-forwarded-for', client)
    .send({ x: [[1, 2]] })
  const remaining = Number(headers['ratelimit-remaining'])
  return status === 200 ? remaining : -1
}

async function ready({ request }: Service): Promise<string | undefined> {
  const { status, body } = await request.get('/readyz')
  expect([status, body.status]).toEqual([200, 'ok'])
  return body.detail
}

const said = ({ lines }: Service, words: RegExp) =>
  lines().filter(({ msg }) => words.test(msg)).length

/** Waits until a replica counts together with others again, by its own account. */
const expectShared = (service: Service) =>
  expect
    .poll(() => ask(service, '192.0.2.99').then(() => ready(service)), { timeout: 20_000 })
    .toBeUndefined()

describe('a counter in Redis', () => {
  it('begins anew when the window is over, which the first request began', async () => {
    const redis = await redisForTest()
    await redis.start()
    const silent = { info: () => {}, warn: () => {} }
    const { count, close } = await countTogether(redis.url, 500, countHere(500), silent)
    onTestFinished(close)
    const [first, second] = [await count('a'), await count('a')]
    expect([first.current, second.current, second.ttl <= first.ttl]).toEqual([1, 2, true])
    await expect.poll(async () => (await count('a')).current).toBe(1)
  })
})

describe('replicas with one Redis', () => {
  it('share a limit', async () => {
    const redis = await redisForTest()
    await redis.start()
    const [one, two] = await replicas(redis)
    const left = [await ask(one, '192.0.2.1'), await ask(two, '192.0.2.1')]
    expect([...left, await ask(one, '192.0.2.1'), await ask(two, '192.0.2.1')]).toEqual([
      2, 1, 0, -1,
    ])
    expect(await ask(two, '192.0.2.2')).toBe(2)
    expect([await ready(one), await ready(two)]).toEqual([undefined, undefined])
    expect(said(one, AWAY)).toBe(0)
  })

  it('count alone while it is dead, say so once, and together when it is back', async () => {
    const redis = await redisForTest()
    await redis.start()
    const [one, two] = await replicas(redis)
    expect([await ask(one, '192.0.2.1'), await ask(two, '192.0.2.1')]).toEqual([2, 1])

    await redis.kill()
    for (const replica of [one, two]) {
      const left: number[] = []
      for (let k = 0; k <= LIMIT; k++) left.push(await ask(replica, '192.0.2.1'))
      expect(left).toEqual([2, 1, 0, -1])
      expect(await ready(replica)).toMatch(AWAY)
      expect(said(replica, AWAY)).toBe(1)
    }

    await redis.start()
    await expectShared(one)
    await expectShared(two)
    expect([await ask(one, '192.0.2.3'), await ask(two, '192.0.2.3')]).toEqual([2, 1])
    expect([said(one, AWAY), said(one, BACK)]).toEqual([1, 1])
  })

  it('start without it, and share once it is there', async () => {
    const redis = await redisForTest()
    const [one, two] = await replicas(redis)
    expect([await ask(one, '192.0.2.1'), await ask(two, '192.0.2.1')]).toEqual([2, 2])
    expect(await ready(one)).toMatch(AWAY)
    await redis.start()
    await expectShared(one)
    await expectShared(two)
    expect([await ask(one, '192.0.2.3'), await ask(two, '192.0.2.3')]).toEqual([2, 1])
  })

  it('do not wait for one that hangs but the first time', async () => {
    const redis = await redisForTest()
    await redis.start()
    const [one] = await replicas(redis)
    expect(await ask(one, '192.0.2.1')).toBe(2)
    redis.freeze()
    const left = await Promise.all(Array.from({ length: 40 }, () => ask(one, '192.0.2.1')))
    expect(left.filter((each) => each >= 0)).toHaveLength(LIMIT)
    expect(await ready(one)).toMatch(AWAY)
    expect(said(one, AWAY)).toBe(1)
    redis.thaw()
    await expectShared(one)
  })

  it('stop although it is away', async () => {
    const redis = await redisForTest()
    const [one] = await replicas(redis)
    await one.app.close()
    expect(said(one, AWAY)).toBe(1)
  })
})
