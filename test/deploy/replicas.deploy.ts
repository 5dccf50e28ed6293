import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { redisForTest } from '../redis/redis.ts'
import { type Server, startServer } from '../support/server.ts'
import { nginxForTest } from './nginx.ts'

/** Two replicas behind nginx, with one Redis, as compose.yaml has them. */

const [golden] = forwardExamples
const body = JSON.stringify(golden.request)

const portOf = ({ origin }: Server) => Number(new URL(origin).port)

async function replica(settings: Record<string, string>): Promise<Server> {
  const server = await startServer({ TRUST_PROXY: 'loopback', ...settings })
  onTestFinished(() => server.stop())
  return server
}

function ask(origin: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${origin}/v1/forward`, { method: 'POST', headers, body })
}

/** How many requests a replica has answered, by its log. */
const answered = ({ log }: Server) =>
  log.filter((line) => line.includes('"operation":"forward"')).length

describe('two replicas behind nginx', () => {
  it('share the work, and give the same bytes', async () => {
    const replicas = [await replica({}), await replica({})]
    const origin = await nginxForTest(replicas.map(portOf))
    const texts = await Promise.all(
      Array.from({ length: 40 }, async () => (await ask(origin)).text()),
    )
    expect(new Set(texts).size).toBe(1)
    expect(JSON.parse(texts[0] as string)).toEqual(golden.reply)
    for (const each of replicas) expect(answered(each)).toBeGreaterThan(0)
  })

  it('share a limit in Redis, by the address that nginx tells', async () => {
    const redis = await redisForTest()
    await redis.start()
    const settings = { RATE_LIMIT: '10', REDIS_URL: redis.url }
    const replicas = [await replica(settings), await replica(settings)]
    const origin = await nginxForTest(replicas.map(portOf))
    const statuses: number[] = []
    for (let k = 0; k < 14; k++) statuses.push((await ask(origin)).status)
    expect(statuses.filter((status) => status === 200).length).toBe(10)
    expect(statuses.slice(-4)).toEqual([429, 429, 429, 429])
    for (const each of replicas) expect(answered(each)).toBeGreaterThan(0)
  })

  it('that refuse what they have no room for are still asked for the rest', async () => {
    const settings = { BYTES_IN_FLIGHT: '1024' }
    const replicas = [await replica(settings), await replica(settings)]
    const origin = await nginxForTest(replicas.map(portOf))
    const headers = { 'content-type': 'application/json' }
    const large = { method: 'POST', headers, body: JSON.stringify({ x: [Array(1024).fill(1)] }) }
    for (let k = 0; k < 4; k++) {
      const reply = await fetch(`${origin}/v1/forward`, large)
      expect(reply.status).toBe(503)
      expect(reply.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await reply.json()).toMatchObject({ code: 'busy' })
      expect((await fetch(`${origin}/livez`)).status).toBe(200)
    }
  })

  it('lose no request when one of them is killed, and take it back when it is there again', async () => {
    const [first, second] = [await replica({}), await replica({})]
    const port = portOf(first)
    const origin = await nginxForTest([port, portOf(second)])
    const faults: string[] = []
    let [asked, isOver] = [0, false]
    const flood = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        asked += 1
        const reply = await ask(origin).catch((error: Error) => error)
        if (reply instanceof Error) faults.push(reply.message)
        else if (reply.status !== 200) faults.push(`${reply.status}`)
        else expect(await reply.json()).toEqual(golden.reply)
      }
    })
    await delay(1000)
    await first.kill()
    await delay(1500)
    const again = await replica({ PORT: `${port}` })
    await expect.poll(() => answered(again), { timeout: 15_000 }).toBeGreaterThan(0)
    isOver = true
    await Promise.all(flood)
    expect(faults).toEqual([])
    expect(asked).toBeGreaterThan(100)
  })
})
