import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, type TestContext } from 'vitest'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { killed, type Server, startServer } from '../http/process.ts'

/** What may happen to the process as a whole. */

const [golden] = forwardExamples

function started({ onTestFinished }: TestContext, env: Record<string, string> = {}): Server {
  const server = startServer(env)
  onTestFinished(() => killed(server))
  return server
}

/** Asks for the golden reply. @throws TypeError when the connection is refused or cut */
async function ask(port: number): Promise<unknown> {
  const reply = await fetch(`http://127.0.0.1:${port}/v1/forward`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(golden.request),
  })
  return reply.json()
}

it('goes on when the disk of its log is full, and ends as it should', async (test) => {
  const port = 38_471
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, ['src/server.ts'], {
    env: { PORT: `${port}` },
    stdio: ['ignore', full, 'pipe'],
  })
  test.onTestFinished(() => {
    child.kill('SIGKILL')
  })
  await expect
    .poll(() => ask(port).catch(() => undefined), { timeout: 20_000 })
    .toEqual(golden.reply)
  for (let round = 0; round < 20; round++) expect(await ask(port)).toEqual(golden.reply)
  const exited = new Promise((resolve) => child.on('exit', (code) => resolve(code)))
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
})

it('goes on while nobody reads its log, without waiting for it', async (test) => {
  const server = started(test, { LOG_LEVEL: 'info' })
  const port = await server.port()
  server.child.stdout?.pause()
  // Several times what a pipe holds.
  for (let round = 0; round < 40; round++) {
    const replies = await Promise.all(Array.from({ length: 50 }, () => ask(port)))
    for (const reply of replies) expect(reply).toEqual(golden.reply)
  }
  server.child.stdout?.resume()
  server.child.kill('SIGTERM')
  expect((await server.exited).code).toBe(0)
})

it('loses no request when it is told to stop in a stream of them', async (test) => {
  const server = started(test, { SHUTDOWN_DELAY_MS: '4000', LOG_LEVEL: 'warn', PORT: '38472' })
  const port = 38_472
  await expect
    .poll(() => ask(port).catch(() => undefined), { timeout: 20_000 })
    .toEqual(golden.reply)
  let isOver = false
  let answered = 0
  const streams = Array.from({ length: 16 }, async () => {
    while (!isOver) {
      expect(await ask(port)).toEqual(golden.reply)
      answered += 1
    }
  })
  const heavy = fetch(`http://127.0.0.1:${port}/v1/gradient-check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ x: Array.from({ length: 300 }, (_, i) => [Math.sin(i), i % 5]) }),
  })
  await delay(500)
  server.child.kill('SIGTERM')
  await delay(100)
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(503)
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
  await delay(500)
  isOver = true
  await Promise.all(streams)
  expect(answered).toBeGreaterThan(100)
  expect(await (await heavy).json()).toMatchObject({ passed: true })
  expect(await server.exited).toEqual({ code: 0, signal: null })
})

it('has nothing to lose when it is killed, and is there again at once', async (test) => {
  const first = started(test, { PORT: '38474' })
  await first.port()
  expect(await ask(38_474)).toEqual(golden.reply)
  first.child.kill('SIGKILL')
  expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' })
  const second = started(test, { PORT: '38474' })
  await second.port()
  expect(await ask(38_474)).toEqual(golden.reply)
})

it('is not ready while its workers die one after the other, and is again', async (test) => {
  const server = started(test, { WORKER_HEAP_MB: '8' })
  const port = await server.port()
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status
  const heavy = async () => {
    const x = Array.from({ length: 300 }, (_, i) => Array(100).fill(i))
    const reply = await fetch(`http://127.0.0.1:${port}/v1/forward`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ x }),
    })
    return (await reply.json()) as { code: string }
  }
  for (let death = 1; death <= 5; death++) {
    expect(await ready()).toBe(200)
    expect((await heavy()).code).toBe('lost')
  }
  expect(await ready()).toBe(503)
  expect(await ask(port)).toEqual(golden.reply)
  expect(await server.line('not ready')).toMatchObject({ level: 50 })
  await expect.poll(ready, { timeout: 15_000, interval: 500 }).toBe(200)
})
