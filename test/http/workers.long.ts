import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { backward } from '../../routes/backward.ts'
import { forward } from '../../routes/forward.ts'
import { gradientCheck } from '../../routes/gradient-check.ts'
import { signedNumbers } from '../../src/core/random.ts'
import { writeNpy, writeStrings } from '../../src/formats/npy-write.ts'
import { zip } from '../../src/formats/zip.ts'
import { execute, whole } from '../../src/operations/execute.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { LIMITS } from '../support/client.ts'
import { expectGolden, type Service, serviceForTest, startService, stopService } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await startService({ config: { WORKERS: 2, QUEUE_LIMIT: 1000, INLINE_BYTES: 4096 } })
})
afterAll(() => stopService(service))

/** A tensor of rank 2 as nested arrays, the same for the same seed. */
function batch(n: number, d: number, seed: number): number[][] {
  const next = signedNumbers(seed, 'batch')
  return Array.from({ length: n }, () => Array.from({ length: d }, () => 3 + next()))
}

interface Question {
  readonly operation: Operation
  readonly body: Buffer
  readonly contentType: string
}

/** One of many different requests: small and large, three operations, as text and as archives. */
function question(seed: number): Question {
  const [n, d] = [
    [4, 3],
    [32, 16],
    [60, 30],
    [3, 200],
    [150, 40],
  ][seed % 5] as [number, number]
  const x = batch(n, d, seed)
  const operation = [forward, backward, gradientCheck][seed % 3] as Operation
  const dout = batch(n, d, seed + 1)
  if (seed % 4 === 0) {
    const array = (rows: number[][]) =>
      writeNpy({ shape: [n, d], data: Float64Array.from(rows.flat()) })
    const members = [{ name: 'x.npy', pieces: array(x) }]
    if (operation !== forward) members.push({ name: 'dout.npy', pieces: array(dout) })
    if (operation === gradientCheck) {
      members.push({ name: 'method.npy', pieces: writeStrings([], ['projection']) })
    }
    return { operation, body: Buffer.concat([...zip(members)]), contentType: 'application/x-npz' }
  }
  const request = {
    x,
    ...(operation !== forward && { dout }),
    ...(operation !== gradientCheck && { include: ['steps'] }),
    ...(operation === gradientCheck && { method: 'projection', seed }),
  }
  return { operation, body: Buffer.from(JSON.stringify(request)), contentType: 'application/json' }
}

async function ask({ operation, body, contentType }: Question): Promise<Buffer> {
  const reply = await fetch(`http://127.0.0.1:${service.port}${operation.path}`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: new Uint8Array(body),
  })
  const bytes = Buffer.from(await reply.arrayBuffer())
  if (reply.status !== 200) throw new Error(bytes.toString())
  return bytes
}

describe('large requests', () => {
  test('are answered bit for bit as alone while hundreds of others overlap', async () => {
    const questions = Array.from({ length: 240 }, (_, i) => question(i))
    const alone = questions.map(({ operation, ...message }) =>
      whole(execute(operation, message, LIMITS)),
    )
    const together = await Promise.all(questions.map(ask))
    const different = together.flatMap((bytes, i) => (bytes.equals(alone[i] as Buffer) ? [] : [i]))
    expect(different).toEqual([])
  }, 60_000)

  test('may come without a length, in pieces of any size', async () => {
    const body = Buffer.from(JSON.stringify({ x: batch(400, 400, 5) }))
    expect(body.length).toBeGreaterThan(2 * 2 ** 20)
    const message = { body, contentType: 'application/json' }
    const alone = whole(execute(forward, message, LIMITS))
    const cuts = [0, 1, 100_000, 1_500_000, body.length]
    const reply = await fetch(`http://127.0.0.1:${service.port}/v1/forward`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: ReadableStream.from(cuts.slice(1).map((cut, k) => body.subarray(cuts[k], cut))),
      duplex: 'half',
    } as RequestInit)
    expect(Buffer.from(await reply.arrayBuffer()).equals(alone)).toBe(true)
  })

  test('do not hold up small ones', async () => {
    const large = Array.from({ length: 4 }, () =>
      ask({
        operation: gradientCheck,
        body: Buffer.from(JSON.stringify({ x: batch(300, 100, 1) })),
        contentType: 'application/json',
      }),
    )
    let done = false
    const all = Promise.all(large).then(() => {
      done = true
    })
    let answered = 0
    while (!done) {
      await expectGolden(service)
      answered += 1
    }
    await all
    expect(answered).toBeGreaterThan(20)
  })

  test('are refused as they would be here, with pointer and code', async () => {
    const x = batch(200, 50, 1) as unknown[][]
    ;(x[150] as unknown[])[7] = 'seven'
    const answer = await service.request.post('/v1/forward').send({ x, eps: -1 })
    expect(answer.status).toBe(400)
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '#/x/150/7',
      '#/eps',
    ])
    const singular = { x: Array(3000).fill([1, 2]), eps: 0 }
    expect((await service.request.post('/v1/forward').send(singular)).body.code).toBe('singular')
  })

  test('come in pieces with the same headers as small ones, and are logged with their shape', async () => {
    const reply = await service.request.post('/v1/forward').send({ x: batch(300, 100, 1) })
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'transfer-encoding': 'chunked',
      'x-request-id': expect.any(String),
    })
    expect(reply.body.out).toHaveLength(300)
    await delay(20)
    expect(service.lines().at(-1)).toMatchObject({
      operation: 'forward',
      shape: [300, 100],
      status: 200,
    })
  })

  test('leave line by line where every line is news', async () => {
    const submissions = [{ id: 'first' }, { id: 'second', submitted: { dx: batch(9, 4, 1) } }]
    const reply = await fetch(`http://127.0.0.1:${service.port}/v1/grade/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ inputs: { seed: 7 }, submissions }),
    })
    const pieces: string[] = []
    for await (const piece of reply.body ?? []) pieces.push(Buffer.from(piece).toString())
    expect(pieces[0]?.match(/\n/g)).toHaveLength(1)
    expect(pieces.join('').trimEnd().split('\n')).toHaveLength(3)
  })

  test('of clients that have left are given up, and the next one does not wait for them', async () => {
    const { port } = await serviceForTest({
      config: { WORKERS: 1, QUEUE_LIMIT: 100, CHECK_WORK: 1e10 },
    })
    const post = (request: object, signal?: AbortSignal) =>
      fetch(`http://127.0.0.1:${port}/v1/gradient-check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
        ...(signal && { signal }),
      })
    // Each of them would take minutes.
    const gone = new AbortController()
    const heavy = Array.from({ length: 10 }, (_, i) =>
      post({ x: batch(800, 60, i), method: 'complex-step' }, gone.signal),
    )
    const left = Promise.allSettled(heavy)
    await delay(500)
    gone.abort()
    await left
    const reply = await post({ x: batch(100, 10, 1) })
    expect(((await reply.json()) as { verdict: string }).verdict).toBe('passed')
  })

  test('of clients that stop reading lose their connection, and the next one does not wait for them', async () => {
    const { port, app, lines } = await serviceForTest({
      config: { WORKERS: 1, OPERATION_TIMEOUT_MS: 1500 },
    })
    const body = JSON.stringify({ x: batch(600, 400, 1), include: ['steps'] })
    const socket = connect(port, '127.0.0.1').pause()
    onTestFinished(() => {
      socket.destroy()
    })
    socket.on('error', () => {})
    socket.write(`POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`)
    socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`)
    await vi.waitFor(() => expect(lines().at(-1)).toMatchObject({ msg: 'request cut off' }), 10_000)
    expect(await promisify(app.server.getConnections).call(app.server)).toBe(0)
    const reply = await fetch(`http://127.0.0.1:${port}/v1/forward`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ x: batch(300, 100, 1) }),
    })
    expect(((await reply.json()) as { out: unknown[] }).out).toHaveLength(300)
  }, 20_000)

  test('of slow clients are kept for them, and the next one does not wait for them', async () => {
    const { port } = await serviceForTest({ config: { WORKERS: 1 } })
    const body = JSON.stringify({ x: batch(600, 400, 1), include: ['steps'] })
    const socket = connect(port, '127.0.0.1').pause()
    onTestFinished(() => {
      socket.destroy()
    })
    socket.write(`POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`)
    socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`)
    let taken = 0
    let isDone = false
    const sip = setInterval(() => {
      taken += (socket.read() as Buffer | null)?.length ?? 0
    }, 20)
    onTestFinished(() => clearInterval(sip))
    socket.on('end', () => {
      isDone = true
    })
    await vi.waitFor(() => expect(taken).toBeGreaterThan(0), 10_000)
    const reply = await fetch(`http://127.0.0.1:${port}/v1/forward`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ x: batch(300, 100, 1) }),
    })
    expect(((await reply.json()) as { out: unknown[] }).out).toHaveLength(300)
    expect(isDone).toBe(false)
  }, 20_000)

  test('that nobody has a place for are refused with Retry-After, and lose nothing', async () => {
    const { port } = await serviceForTest({ config: { WORKERS: 1, QUEUE_LIMIT: 2 } })
    const body = JSON.stringify({ x: batch(100, 50, 1) })
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        fetch(`http://127.0.0.1:${port}/v1/forward`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        }),
      ),
    )
    const statuses = replies.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 503]))
    for (const reply of replies) {
      if (reply.status === 503) expect(reply.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
      else expect(((await reply.json()) as { out: unknown[] }).out).toHaveLength(100)
    }
  })
})
