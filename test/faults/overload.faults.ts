import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { killed, startServer } from '../http/process.ts'

/** 500 heavy requests, 200 a second, and small ones and health beside them. */

const [COUNT, PER_SECOND] = [500, 200]
const [golden] = forwardExamples
const GOLDEN = JSON.stringify(golden.request)
const HEAVY = JSON.stringify({
  x: Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: 30 }, (_, j) => Math.sin(i + 7 * j)),
  ),
})

it('refuses early what it can not do, loses nothing, and answers everybody else', async (test) => {
  const server = startServer()
  test.onTestFinished(() => killed(server))
  const address = `http://127.0.0.1:${await server.port()}`
  const post = async (path: string, body: string) => {
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(address + path, { method: 'POST', headers, body })
    return { status: reply.status, headers: reply.headers, body: await reply.json() }
  }

  let isOver = false
  let rounds = 0
  const others = async () => {
    for (; !isOver; rounds++) {
      expect((await fetch(`${address}/readyz`)).status).toBe(200)
      expect((await post('/v1/forward', GOLDEN)).body).toEqual(golden.reply)
      await delay(10)
    }
  }
  const beside = others()
  const heavy = await Promise.all(
    Array.from({ length: COUNT }, async (_, k) => {
      await delay((k * 1000) / PER_SECOND)
      return post('/v1/gradient-check', HEAVY)
    }),
  )
  isOver = true
  await beside

  const done = heavy.filter(({ status }) => status === 200)
  const refused = heavy.filter(({ status }) => status === 503)
  expect(done.length + refused.length).toBe(COUNT)
  expect(done.length).toBeGreaterThan(0)
  for (const { body } of done) expect(body).toMatchObject({ verdict: 'passed' })
  for (const { headers } of refused) expect(headers.get('retry-after')).toMatch(/^[1-9]\d?$/)
  // Both get through again and again, however busy the machine is with other things.
  expect(rounds).toBeGreaterThan(5)

  // As the server has it: a client on a busy machine hears it later.
  for (const [route, status] of [
    ['/readyz', 200],
    ['/v1/forward', 200],
    ['/v1/gradient-check', 200],
    ['/v1/gradient-check', 503],
  ]) {
    const times = server.lines
      .filter((line) => line['route'] === route && line['status'] === status)
      .map(({ ms }) => ms as number)
      .sort((a, b) => a - b)
    const [p95, p99] = [0.95, 0.99].map((share) => times[Math.floor(share * (times.length - 1))])
    console.log(`${route} ${status}: ${times.length}, p95 ${p95} ms, p99 ${p99} ms`)
  }
})
