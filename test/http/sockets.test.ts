import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { expectGolden, type Service, serviceForTest, startService, stopService } from './service.ts'
import { answersIn, exchange, slowly, writeThenRead } from './wire.ts'

let service: Service
beforeAll(async () => {
  service = await startService({
    config: { HEADERS_TIMEOUT_MS: 500, REQUEST_TIMEOUT_MS: 700 },
  })
})
afterAll(() => stopService(service))

const [golden] = forwardExamples
const GOLDEN = JSON.stringify(golden.request)
const HEAD = 'POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
const GET = 'GET /livez HTTP/1.1\r\nHost: x\r\n'

/** The one answer to a text, its status beside the code of its problem. */
async function refusal(text: string | Buffer): Promise<[status: number, code: string]> {
  const [answer, ...more] = answersIn(await exchange(service.port, [text], { end: true }))
  if (!answer || more.length > 0) throw new Error(`${more.length} answers too many`)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  const problem = JSON.parse(answer.body)
  expect(problem.status).toBe(answer.status)
  return [answer.status, problem.code]
}

describe('what is not HTTP', () => {
  it.for<[what: string, text: string | Buffer]>([
    ['words', 'hello\r\n\r\n'],
    ['a method of no protocol', 'FETCH /livez HTTP/1.1\r\n\r\n'],
    ['another version', 'GET /livez HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['zeros', Buffer.alloc(1000)],
    ['a header without a name', `${GET}: x\r\n\r\n`],
    ['a space before the colon', `${GET}X-Odd : x\r\n\r\n`],
    ['a folded header', `${GET} folded\r\n\r\n`],
    ['a null in a header', `${GET}X-Odd: a\0b\r\n\r\n`],
    ['a length that is none', `${HEAD}Content-Length: many\r\n\r\n`],
    ['a negative length', `${HEAD}Content-Length: -1\r\n\r\n`],
    ['two lengths', `${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`],
    [
      'a length and chunks',
      `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a chunk without a size', `${HEAD}Transfer-Encoding: chunked\r\n\r\nnone\r\n{}\r\n`],
    ['a body that ends early', `${HEAD}Content-Length: 1000\r\n\r\n{}`],
    ['headers that end early', GET],
    ['a tunnel', 'CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\n\r\n'],
    ['no host', 'GET /livez HTTP/1.1\r\n\r\n'],
  ])('is refused as a problem: %s', async ([, text]) => {
    expect(await refusal(text)).toEqual([400, 'bad-request'])
    await expectGolden(service)
  })

  it('is refused so that the client sees it, though it goes on and on', async () => {
    for (let repeat = 0; repeat < 5; repeat++) {
      const flood = ['hello\r\n\r\n', ...Array.from({ length: 200 }, () => 'x'.repeat(100_000))]
      const [garbage] = answersIn(await writeThenRead(service.port, flood))
      expect(garbage?.status).toBe(400)
      const headers = `${GET}X-Long: ${'x'.repeat(2_000_000)}\r\n\r\n`
      const [tooLarge] = answersIn(await writeThenRead(service.port, [headers]))
      expect([tooLarge?.status, JSON.parse(tooLarge?.body ?? '').code]).toEqual([
        431,
        'headers-too-large',
      ])
    }
    await expectGolden(service)
  })

  it('is refused behind a request that was good', async () => {
    const text = `${GET}\r\nnonsense\r\n\r\n`
    const statuses = answersIn(await exchange(service.port, [text])).map(({ status }) => status)
    expect(statuses.at(-1)).toBe(400)
    await expectGolden(service)
  })
})

describe('a header', () => {
  it('may be named like a property of every object', async () => {
    const odd = '__proto__: x\r\nconstructor: x\r\nhasOwnProperty: x\r\n'
    const [answer] = answersIn(
      await exchange(service.port, [`${GET}${odd}Connection: close\r\n\r\n`]),
    )
    expect(answer?.status).toBe(200)
  })

  it('may expect what nobody knows', async () => {
    const [answer] = answersIn(
      await exchange(service.port, [`${GET}Expect: a-miracle\r\nConnection: close\r\n\r\n`]),
    )
    expect(answer?.status).toBe(200)
  })

  it('is not missed by HTTP/1.0', async () => {
    const [answer] = answersIn(await exchange(service.port, ['GET /livez HTTP/1.0\r\n\r\n']))
    expect([answer?.status, answer?.body]).toEqual([200, '{"status":"ok"}'])
  })
})

describe('a slow client', () => {
  const SLOW: Record<string, string[]> = {
    'its first line': ['GET /liv'],
    'its headers': [GET, ...Array.from({ length: 30 }, (_, i) => `X-${i}: slow\r\n`)],
    'its body': [`${HEAD}Content-Length: 1000\r\n\r\n`, ...Array.from({ length: 30 }, () => ' ')],
    'its chunks': [
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 30 }, () => '1\r\n \r\n'),
    ],
    everything: [],
  }

  // Node looks for slow clients once a second here, by itself only every half minute.
  it('is told to hurry, whatever we wait for', { timeout: 15_000 }, async () => {
    const heard = await Promise.all(
      Object.entries(SLOW).map(async ([what, pieces]) => {
        const [answer, ...more] = answersIn(await exchange(service.port, slowly(pieces, 100)))
        return [what, answer?.status, JSON.parse(answer?.body ?? '').code, more.length]
      }),
    )
    expect(heard).toEqual(Object.keys(SLOW).map((what) => [what, 408, 'timeout', 0]))
    await expectGolden(service)
  })

  it('leaves a line in the log, and no mistake', () => {
    const lines = service.lines()
    expect(lines.filter(({ level }) => level > 30)).toEqual([])
    expect(lines.filter(({ problem }) => problem === 'timeout').length).toBe(5)
  })
})

describe('a connection', () => {
  it('has the times that the configuration gives it', async () => {
    const { app } = await serviceForTest({
      config: { HEADERS_TIMEOUT_MS: 1234, REQUEST_TIMEOUT_MS: 2345, KEEP_ALIVE_MS: 3456 },
    })
    const { headersTimeout, requestTimeout, keepAliveTimeout } = app.server
    expect([headersTimeout, requestTimeout, keepAliveTimeout]).toEqual([1234, 2345, 3456])
  })

  it('carries one request after another, good and bad, and answers in their order', async () => {
    const good = `${HEAD}Content-Length: ${GOLDEN.length}\r\n\r\n${GOLDEN}`
    const bad = `${HEAD}Content-Length: 4\r\n\r\n{"x"`
    const last = `${GET}Connection: close\r\n\r\n`
    const text = [good, bad, good, bad, last].join('')
    const answers = answersIn(await exchange(service.port, [text]))
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 400, 200])
    expect(JSON.parse(answers[2]?.body ?? '')).toEqual(golden.reply)
  })

  it('tells no more of the server than it must', async () => {
    const [answer] = answersIn(await exchange(service.port, [`${GET}Connection: close\r\n\r\n`]))
    expect(Object.keys(answer?.headers ?? {}).sort()).toEqual([
      'cache-control',
      'connection',
      'content-length',
      'content-security-policy',
      'content-type',
      'cross-origin-resource-policy',
      'date',
      'referrer-policy',
      'x-content-type-options',
      'x-request-id',
    ])
  })
})
