import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { writeNpy } from '../../src/formats/npy-write.ts'
import { zip } from '../../src/formats/zip.ts'
import { FORWARD, NPZ, send } from './archives.ts'
import {
  expectGolden,
  expectProblem,
  type Service,
  serviceForTest,
  startService,
  stopService,
} from './service.ts'
import { answersIn, exchange } from './wire.ts'

let service: Service
beforeAll(async () => {
  service = await startService({ config: { VALUES_LIMIT: 1000 } })
})
afterAll(() => stopService(service))

const GET = 'GET /livez HTTP/1.1\r\nHost: x\r\n'
const LAST = 'Connection: close\r\n\r\n'
const TOO_LARGE = { status: 413, code: 'too-large' }
const rows = (n: number) => Array.from({ length: n }, (_, i) => [i % 7, 1])

/** Statuses and codes of what comes back on one connection. */
async function heard({ port }: Service, text: string): Promise<(number | string)[]> {
  const answers = answersIn(await exchange(port, [text]))
  return answers.map(({ status, body }) => (status < 400 ? status : JSON.parse(body).code))
}

/** A connection with half a request on it. */
async function halfSent({ port }: Service, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
  })
  socket.on('error', () => {})
  socket.write(text)
  await once(socket, 'connect')
  return socket
}

describe('the numbers of a request', () => {
  it('are counted together, in text as in archives, at the limit and one above it', async () => {
    const forward = (n: number) =>
      service.request.post(FORWARD).send({ x: rows(n), gamma: [1, 2], beta: [1, 2], eps: 1 })
    // Five numbers beside x, and the axis of the channels and the momentum have none that were sent.
    const { status } = await forward(400)
    expect(status).toBe(200)
    expectProblem(await forward(500), TOO_LARGE)
    const packed = (n: number) => {
      const pieces = writeNpy({ shape: [n, 2], data: Float64Array.from(rows(n).flat()) })
      return Buffer.concat([...zip([{ name: 'x.npy', pieces }])])
    }
    const type = { 'Content-Type': NPZ }
    expect((await send(service, FORWARD, packed(490), type)).status).toBe(200)
    expectProblem(await send(service, FORWARD, packed(501), type), TOO_LARGE)
    await expectGolden(service)
  })

  it('count where anything may be submitted', async () => {
    const submit = (count: number) =>
      service.request
        .post('/v1/grade')
        .send({ inputs: { seed: 7 }, submitted: { odd: [[['x', Array(count).fill(1)]]] } })
    expect((await submit(900)).status).toBe(200)
    expectProblem(await submit(1001), TOO_LARGE)
  })
})

describe('an address', () => {
  it('has at most 8192 characters', async () => {
    const path = (length: number) => `/livez?${'a'.repeat(length - 7)}`
    const get = (length: number) => `GET ${path(length)} HTTP/1.1\r\nHost: x\r\n${LAST}`
    expect(await heard(service, get(8192))).toEqual([200])
    expect(await heard(service, get(8193))).toEqual(['uri-too-long'])
  })
})

describe('the headers', () => {
  it('are at most a hundred', async () => {
    const many = (count: number) =>
      `${GET}${Array.from({ length: count - 2 }, (_, k) => `X-${k}: x\r\n`).join('')}${LAST}`
    expect(await heard(service, many(100))).toEqual([200])
    expect(await heard(service, many(101))).toEqual(['headers-too-large'])
  })
})

describe('the requests of one connection', () => {
  it('wait for one another, up to 64, and beyond that it ends', async () => {
    const some = await heard(service, `${`${GET}\r\n`.repeat(64)}${GET}${LAST}`)
    expect(some).toEqual(Array(65).fill(200))
    expect(await heard(service, `${GET}\r\n`.repeat(66)).catch(() => [])).not.toHaveLength(66)
    await expectGolden(service)
  })

  it('leave nothing behind when it breaks', async () => {
    const few = await serviceForTest({ config: { REQUESTS_IN_FLIGHT: 10, WORKERS: 1 } })
    const x = rows(3000)
    const body = JSON.stringify({ x })
    const head = `POST ${FORWARD} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`
    for (let round = 0; round < 5; round++) {
      const text = `${head}Content-Length: ${body.length}\r\n\r\n${body}`
      const socket = await halfSent(few, text.repeat(8))
      await few.request.get('/livez')
      socket.destroy()
      await once(socket, 'close')
    }
    const ask = async () => (await few.request.post(FORWARD).send({ x })).status
    await expect.poll(ask, { timeout: 15_000 }).toBe(200)
  })
})

describe('the requests in flight', () => {
  it('are so many, and beyond them only health is answered', async () => {
    const few = await serviceForTest({ config: { REQUESTS_IN_FLIGHT: 2 } })
    const half = `POST ${FORWARD} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n`
    const first = await halfSent(few, half)
    await expectGolden(few)
    await halfSent(few, half)
    await few.request.get('/livez')
    const refused = await few.request.post(FORWARD).send({ x: [[1]] })
    expectProblem(refused, { status: 503, code: 'busy' })
    expect(refused.headers['retry-after']).toBe('1')
    expect((await few.request.get('/readyz')).status).toBe(200)
    first.destroy()
    await expect.poll(async () => (await few.request.get('/v1/graph')).status).toBe(200)
    await expectGolden(few)
  })
})

describe('the bytes in flight', () => {
  it.for(['forward', 'diagnose'])(
    'hold none for a client that leaves before its turn to compute: %s',
    async (operation) => {
      const came = Promise.withResolvers<void>()
      const service = await serviceForTest({
        prepare: (app) =>
          app.addHook('preHandler', async ({ method }, { raw }) => {
            if (method !== 'POST') return
            came.resolve()
            await once(raw, 'close')
          }),
      })
      const submission = { submitted: { out: [[0, 0]] }, reveal: false }
      const body = JSON.stringify({ x: [[1, 2]], ...(operation === 'diagnose' && submission) })
      const head = `POST /v1/${operation} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`
      const socket = connect(service.port, '127.0.0.1')
      socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`)
      await came.promise
      socket.destroy()
      await expect.poll(() => service.log.length).toBe(1)
      const { text } = await service.request.get('/metrics')
      expect(text).toContain('\nbatchnorm_in_flight_bytes 0\n')
      expect(text).toContain('\nbatchnorm_workers{state="busy"} 0\n')
    },
  )

  it('leave room for small requests, when large bodies are announced and never come', async () => {
    const held = await serviceForTest({ config: { BYTES_IN_FLIGHT: 2 ** 23 } })
    const head = 'POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-npz\r\n'
    for (let k = 0; k < 8; k++) {
      const socket = connect(held.port, '127.0.0.1')
      onTestFinished(() => void socket.destroy())
      socket.write(`${head}Content-Length: ${2 ** 20}\r\n\r\nPK`)
    }
    const bytes = async () => (await held.request.get('/metrics')).text
    await expect.poll(bytes).toContain(`\nbatchnorm_in_flight_bytes ${7 * 2 ** 20}\n`)
    const large = held.request.post('/v1/forward').send({ x: [Array(2 ** 16).fill(1)] })
    expectProblem(await large, { status: 503, code: 'busy' })
    await expectGolden(held)
  })

  it('count the reply, where it is larger than the request', async () => {
    const few = await serviceForTest({ config: { BYTES_IN_FLIGHT: 20_000 } })
    const inputs = (n: number) => few.request.post('/v1/inputs').send({ shape: [n, 30] })
    expect((await inputs(5)).status).toBe(200)
    expectProblem(await inputs(30), { status: 503, code: 'busy' })
    await expectGolden(few)
  })
})

describe('the connections', () => {
  it('are so many, and a further one is closed', async () => {
    const few = await serviceForTest({ config: { MAX_CONNECTIONS: 2 } })
    const [first, second] = [await halfSent(few, GET), await halfSent(few, GET)]
    const third = await halfSent(few, '')
    await once(third.resume(), 'close')
    second.destroy()
    first.write(LAST)
    await once(first.resume(), 'end')
    await expectGolden(few)
  })

  it('end when nobody takes the answer, also one that was made at once', async () => {
    const { port } = await serviceForTest({ config: { OPERATION_TIMEOUT_MS: 500 } })
    const body = '{"shape":[35,35]}'
    const request = `POST /v1/inputs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const socket = connect(port, '127.0.0.1').pause()
    socket.on('error', () => {})
    const send = setInterval(() => socket.write(request), 5)
    onTestFinished(() => clearInterval(send))
    await new Promise((resolve) => socket.once('close', resolve))
  })
})
