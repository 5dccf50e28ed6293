import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROBLEMS, type ProblemCode } from '../../schemas/problems.ts'
import type { Config } from '../../src/config.ts'
import { pointer } from '../../src/http/problems.ts'
import { makeKey } from '../../src/keys/make.ts'
import { expectGolden, expectProblem, type Service, startService, stopService } from './service.ts'
import { answersIn, exchange } from './wire.ts'

let stopping = false
let service: Service
beforeAll(async () => {
  service = await startService({
    config: { BODY_LIMIT: 1024, CHECK_WORK: 10, HEADERS_TIMEOUT_MS: 500 },
    isStopping: () => stopping,
    prepare: (app) =>
      app.get('/mistaken', async () => {
        throw new TypeError('x of undefined')
      }),
  })
})
afterAll(() => stopService(service))

type Response = Parameters<typeof expectProblem>[0]

const forward = (request: object) => service.request.post('/v1/forward').send(request)

/** What comes back on a bare connection, in supertest's form. */
async function onTheWire(text: string): Promise<Response> {
  const [answer, ...more] = answersIn(await exchange(service.port, [text]))
  if (!answer) throw new Error('no answer')
  expect(more).toEqual([])
  return { ...answer, text: answer.body, body: JSON.parse(answer.body) } as unknown as Response
}

const matrix = (n: number) => Array.from({ length: n }, (_, i) => Array(n).fill(i))

const GRADING = makeKey('course-a', ['grade'])

/** What another service answers, one with other limits. */
async function elsewhere(
  config: Partial<Config>,
  path: string,
  request: object,
  [token = '']: string[] = [],
): Promise<Response> {
  const other = await startService({ config })
  const answer = await other.request.post(path).auth(token, { type: 'bearer' }).send(request)
  await stopService(other)
  return answer
}

/** How each problem comes about, and the places that it names. */
const PROVOCATIONS: Record<ProblemCode, [send: () => PromiseLike<Response>, pointers?: string[]]> =
  {
    malformed: [
      () => service.request.post('/v1/forward').type('json').send('{"x": [[1, 2], [3, NaN]]}'),
    ],
    invalid: [() => forward({ x: [[1, 'two']], eps: -1 }), ['#/x/0/1', '#/eps']],
    shape: [() => forward({ x: [[1, 2]], gamma: [1, 2, 3] }), ['#/gamma']],
    missing: [() => forward({ x: [[1, 2]], mode: 'eval' }), ['#/running/mean', '#/running/var']],
    'bad-request': [() => onTheWire('no such protocol\r\n\r\n')],
    unauthorized: [() => elsewhere({ KEYS: GRADING.entry }, '/v1/forward', { x: [[1, 2]] })],
    forbidden: [
      () => elsewhere({ KEYS: GRADING.entry }, '/v1/forward', { x: [[1, 2]] }, [GRADING.token]),
    ],
    'not-found': [() => service.request.get('/v1/sideways')],
    'method-not-allowed': [() => service.request.get('/v1/forward')],
    'not-acceptable': [() => forward({ x: [[1, 2]] }).set('accept', 'text/html')],
    timeout: [() => onTheWire('POST /v1/forward HTTP/1.1\r\nHost: x\r\nX-Slow: ')],
    'too-large': [() => forward({ x: [Array.from({ length: 600 }, () => 1)] })],
    'too-much-work': [
      () =>
        service.request.post('/v1/gradient-check').send({
          x: [[1], [2], [3], [5]],
        }),
      ['#/x'],
    ],
    'uri-too-long': [() => service.request.get(`/problems/${'a'.repeat(101)}`)],
    'unsupported-media-type': [() => service.request.post('/v1/forward').type('text').send('x')],
    singular: [() => forward({ x: [[1], [1]], eps: 0 }), ['#/eps']],
    'not-representable': [
      () => forward({ x: [[1e200], [-1e200]], include: ['var'] }),
      ['#/include'],
    ],
    'single-value': [() => forward({ x: [[1, 2]], running: { convention: 'torch' } }), ['#/x']],
    'too-many-requests': [
      async () => {
        const other = await startService({ config: { RATE_LIMIT: 1 } })
        const send = () => other.request.post('/v1/forward').send({ x: [[1, 2]] })
        await send()
        const answer = await send()
        await stopService(other)
        return answer
      },
    ],
    'headers-too-large': [
      () => onTheWire(`GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`),
    ],
    internal: [() => service.request.get('/mistaken')],
    busy: [() => elsewhere({ BYTES_IN_FLIGHT: 1024 }, '/v1/forward', { x: matrix(30) })],
    lost: [() => elsewhere({ WORKER_HEAP_MB: 8 }, '/v1/forward', { x: matrix(100) })],
    overtime: [
      () => elsewhere({ OPERATION_TIMEOUT_MS: 1 }, '/v1/gradient-check', { x: matrix(100) }),
    ],
    unwell: [
      async () => {
        const other = await startService({ config: { WORKER_HEAP_MB: 8 } })
        for (let death = 0; death < 5; death++) {
          await other.request.post('/v1/forward').send({ x: matrix(100) })
        }
        const answer = await other.request.get('/readyz')
        await stopService(other)
        return answer
      },
    ],
    stopping: [
      async () => {
        stopping = true
        const answer = await service.request.get('/readyz')
        stopping = false
        return answer
      },
    ],
  }

describe('the table of problems', () => {
  it('has a provocation for every row', () => {
    expect(Object.keys(PROVOCATIONS)).toEqual(Object.keys(PROBLEMS))
  })

  it.for(Object.entries(PROVOCATIONS))(
    '%s is answered as its row says, explained at its type, and leaves the service well',
    async ([code, [send, pointers]]) => {
      const { status, title, solve } = PROBLEMS[code as ProblemCode]
      const answer = await send()
      expectProblem(answer, { status, code, ...(pointers && { pointers }) })
      expect(answer.body.title).toBe(title)
      if (status === 503 || status === 429)
        expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/)

      const page = await service.request.get(answer.body.type)
      expect(page.status).toBe(200)
      expect(page.text).toContain(solve.replaceAll('"', '&quot;'))
      await expectGolden(service)
    },
  )
})

describe('a pointer', () => {
  it('is a JSON Pointer in the form of a URI fragment', () => {
    expect(pointer([])).toBe('#')
    expect(pointer(['x', 3, 17])).toBe('#/x/3/17')
    expect(pointer(['a/b', 'm~n', ' ', '€', ''])).toBe('#/a~1b/m~0n/%20/%E2%82%AC/')
  })

  it('survives names that are no text and cuts those that are too long', () => {
    expect(pointer(['\ud800'])).toBe('#/%EF%BF%BD')
    expect(pointer(['😀'.repeat(41)])).toBe(`#/${'%F0%9F%98%80'.repeat(40)}%E2%80%A6`)
    expect(pointer(['n'.repeat(40)])).toBe(`#/${'n'.repeat(40)}`)
  })
})
