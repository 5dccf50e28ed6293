import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { describe, expect, it, type TestContext } from 'vitest'
import { forwardExamples } from '../routes/examples/forward.ts'
import { killed, type Server, startServer } from './http/process.ts'
import { answersIn } from './http/wire.ts'

const [golden] = forwardExamples
const GOLDEN = JSON.stringify(golden.request)
const HEAD = `POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${GOLDEN.length}\r\n\r\n`
const SIGNALS = ['SIGTERM', 'SIGINT'] as const
const LONG = '600000'

function server(
  { onTestFinished }: TestContext,
  env: Record<string, string> = {},
  parameters: string[] = [],
): Server {
  const started = startServer(env, parameters)
  onTestFinished(() => killed(started))
  return started
}

/** A module that is loaded before the server. */
const preloaded = (source: string) => [
  '--import',
  `data:text/javascript,${encodeURIComponent(source)}`,
]

/** Sends a signal as soon as the server can hear it, long before it listens. */
const STOPPED_AT_ONCE = preloaded(`
  process.on('newListener', (name) => {
    if (name === 'SIGINT') process.kill(process.pid, 'SIGTERM')
  })
`)

/** Everything a connection brings until it ends. */
async function readAll(socket: Socket): Promise<string> {
  let text = ''
  for await (const piece of socket) text += piece
  return text
}

/** A connection with half a request on it, which the server has certainly read. */
async function halfSent(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.write(text)
  await once(socket, 'connect')
  for (let round = 0; round < 3; round++) await fetch(`http://127.0.0.1:${port}/livez`)
  return socket
}

async function get(port: number, path: string): Promise<[status: number, headers: Headers]> {
  const { status, headers, body } = await fetch(`http://127.0.0.1:${port}${path}`)
  await body?.cancel()
  return [status, headers]
}

describe.concurrent('the server', () => {
  it('says where it listens and where it is documented, and nothing on standard error', async (test) => {
    const { line, port, lines, child, exited, stderr } = server(test)
    const { msg } = await line('listening')
    const [address, docs] = msg.match(/http:\S+[^,\s]/g) ?? []
    expect(address).toBe(`http://127.0.0.1:${await port()}`)
    expect(docs).toBe(`${address}/docs`)
    expect((await get(await port(), '/docs'))[0]).toBe(200)
    expect((await get(await port(), '/readyz'))[0]).toBe(200)
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(stderr()).toBe('')
    expect(lines.map((each) => each.msg)).toEqual([
      msg,
      'request',
      'request',
      'stopping: finishing what is in flight',
      'stopped',
    ])
    for (const { time } of lines) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  })

  it('writes only what LOG_LEVEL lets through', async (test) => {
    const { lines, exited } = server(test, { LOG_LEVEL: 'error' }, STOPPED_AT_ONCE)
    expect((await exited).code).toBe(0)
    expect(lines).toEqual([])
  })

  it('does not start with a wrong variable, and names each in one line', async (test) => {
    const { exited, lines, stderr } = server(test, { PORT: 'http', BODY_LIMIT: '1e6' })
    expect(await exited).toEqual({ code: 1, signal: null })
    expect(lines).toMatchObject([{ level: 60 }])
    expect(lines[0]?.msg).toMatch(/^wrong configuration: PORT: .*; BODY_LIMIT: /)
    expect(stderr()).toBe('')
  })

  it('does not start without the keys that it is told to have', async (test) => {
    for (const env of [{ KEYS: 'course-a grade bnk_x' }, { KEYS_FILE: 'no/such/file' }]) {
      const { exited, lines } = server(test, env)
      expect((await exited).code).toBe(1)
      const [name] = Object.keys(env)
      expect(lines.map(({ msg }) => msg)).toEqual([
        expect.stringMatching(
          `^wrong configuration: ${name}: (entry 1: |the file can not be read)`,
        ),
      ])
      expect(JSON.stringify(lines)).not.toContain('bnk_x')
    }
  })

  it('does not start on a port that is taken, and says so in one line', async (test) => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    test.onTestFinished(() => {
      other.close()
    })
    const { port } = other.address() as AddressInfo
    const { exited, lines, stderr } = server(test, { PORT: String(port) })
    expect(await exited).toEqual({ code: 1, signal: null })
    expect(lines).toMatchObject([{ level: 60, msg: 'can not listen', err: { code: 'EADDRINUSE' } }])
    expect(stderr()).toBe('')
  })

  it('goes on when nobody reads its log any more', async (test) => {
    const { child, port, exited } = server(test)
    const address = await port()
    child.stdout?.destroy()
    for (let round = 0; round < 3; round++) expect((await get(address, '/livez'))[0]).toBe(200)
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
  })

  it('ends with one line when a mistake leaves it in an unknown state', async (test) => {
    const { child, line, lines, exited, stderr } = server(
      test,
      {},
      preloaded(`process.on('SIGUSR2', () => Promise.reject(new Error('surprise')))`),
    )
    await line('listening')
    child.kill('SIGUSR2')
    expect(await exited).toEqual({ code: 1, signal: null })
    expect(lines.slice(1)).toMatchObject([{ level: 60, err: { message: 'surprise' } }])
    expect(stderr()).toBe('')
  })
})

describe.concurrent('a first signal', () => {
  it('takes the service out of rotation, then ends it', async (test) => {
    const { child, port, line, exited } = server(test, { SHUTDOWN_DELAY_MS: '2000' })
    const address = await port()
    child.kill('SIGINT')
    expect(await line('stopping')).toMatchObject({ signal: 'SIGINT' })

    const [ready, told] = await get(address, '/readyz')
    expect([ready, told.get('retry-after'), told.get('connection')]).toEqual([503, '1', 'close'])
    const [live, headers] = await get(address, '/livez')
    expect([live, headers.get('connection')]).toEqual([200, 'close'])
    const answer = await fetch(`http://127.0.0.1:${address}/v1/forward`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: GOLDEN,
    })
    expect(answer.headers.get('connection')).toBe('close')
    expect(await answer.json()).toEqual(golden.reply)

    expect(await exited).toEqual({ code: 0, signal: null })
    await expect(fetch(`http://127.0.0.1:${address}/livez`)).rejects.toThrow()
  })

  it('lets an upload finish and answers it, and what else its open connections ask', async (test) => {
    const { child, port, line, exited } = server(test, { SHUTDOWN_DELAY_MS: '0' })
    const address = await port()
    const late = await halfSent(address, 'GET /livez HTTP/1.1\r\n')
    const socket = await halfSent(address, HEAD + GOLDEN.slice(0, 10))
    child.kill('SIGTERM')
    await line('stopping')
    await expect.poll(() => refused(address)).toBe(true)
    late.write('Host: x\r\n\r\n')
    const [served] = answersIn(await readAll(late))
    expect([served?.status, served?.headers['connection']]).toEqual([200, 'close'])
    socket.write(GOLDEN.slice(10))
    const [answer] = answersIn(await readAll(socket))
    expect([answer?.status, answer?.headers['connection']]).toEqual([200, 'close'])
    expect(JSON.parse(answer?.body ?? '')).toEqual(golden.reply)
    expect(await exited).toEqual({ code: 0, signal: null })
  })

  it('lets a long computation finish and answers it', async (test) => {
    const { child, port, exited } = server(test)
    const x = Array.from({ length: 400 }, (_, i) => [Math.sin(i), Math.cos(i)])
    const answer = fetch(`http://127.0.0.1:${await port()}/v1/gradient-check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ x }),
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    child.kill('SIGTERM')
    const { status } = await answer
    expect(status).toBe(200)
    expect(await (await answer).json()).toMatchObject({ passed: true })
    expect(await exited).toEqual({ code: 0, signal: null })
  })

  it('waits for no connection that has nothing to say', async (test) => {
    const { child, port, exited } = server(test, {
      KEEP_ALIVE_MS: LONG,
      HEADERS_TIMEOUT_MS: LONG,
      REQUEST_TIMEOUT_MS: LONG,
      SHUTDOWN_MS: LONG,
      SHUTDOWN_DELAY_MS: '0',
    })
    const address = await port()
    const used = await halfSent(address, 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n')
    const silent = await halfSent(address, '')
    const half = await halfSent(address, 'GET /livez HTTP/1.1\r\n')
    const ends = [used, silent, half].map((socket) =>
      once(socket.on('error', () => {}).resume(), 'close'),
    )
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
    await Promise.all(ends)
  })

  it('waits for a stuck client no longer than SHUTDOWN_MS', async (test) => {
    const { child, port, exited, lines } = server(test, {
      SHUTDOWN_DELAY_MS: '0',
      SHUTDOWN_MS: '100',
    })
    const stuck = await halfSent(await port(), HEAD)
    const end = once(stuck.on('error', () => {}).resume(), 'close')
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
    await end
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining([
        'stopping: cutting off what takes too long',
        'request cut off',
        'stopped',
      ]),
    )
  })

  it('during the start ends it before it listens', async (test) => {
    const { exited, lines, stderr } = server(test, {}, STOPPED_AT_ONCE)
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(lines.map(({ msg }) => msg)).toEqual(['stopped'])
    expect(stderr()).toBe('')
  })
})

describe.concurrent('a second signal', () => {
  it.for(SIGNALS)('%s ends the server at once', async (signal, test) => {
    const { child, port, line, exited } = server(test, {
      SHUTDOWN_MS: LONG,
      SHUTDOWN_DELAY_MS: '60000',
    })
    const stuck = await halfSent(await port(), HEAD)
    stuck.on('error', () => {})
    child.kill('SIGTERM')
    await line('stopping')
    child.kill(signal)
    expect(await exited).toEqual({ code: 1, signal: null })
  })
})

/** Whether nobody listens at a port. */
function refused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(false)
    })
    socket.on('error', () => resolve(true))
  })
}
