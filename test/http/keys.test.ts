import { describe, expect, it } from 'vitest'
import { diagnoseExamples } from '../../routes/examples/diagnose.ts'
import { figureExamples } from '../../routes/examples/figure.ts'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { gradeExamples } from '../../routes/examples/grade.ts'
import { OPERATIONS } from '../../routes/operations.ts'
import { SCOPES, type Scope } from '../../schemas/scopes.ts'
import { makeKey } from '../../src/keys/make.ts'
import { expectGolden, expectProblem, type Service, serviceForTest } from './service.ts'
import { answersIn, exchange, writeThenRead } from './wire.ts'

const ALL = Object.keys(SCOPES) as Scope[]
const everything = makeKey('everything', ALL)

/** A service whose keys have each scope alone, and one that has all. */
const KEYS = new Map(ALL.map((scope) => [scope, makeKey(scope, [scope])]))
const entries = [...KEYS.values(), everything].map(({ entry }) => entry).join(';')
const locked = () => serviceForTest({ config: { KEYS: entries } })

const bearer = (...scopes: Scope[]) => {
  const key = scopes.length === 1 ? KEYS.get(scopes[0] as Scope) : everything
  return `Bearer ${key?.token}`
}

const ask = ({ request }: Service, path: string, body: unknown, authorization?: string) => {
  const test = request.post(path)
  if (authorization) test.set('authorization', authorization)
  return test.send(body as object)
}

/** The first example of each operation; those that are told right numbers need no more than its own scope here. */
const requests = OPERATIONS.map(({ path, scope, examples: [{ request }] }) => {
  const told = scope === 'diagnose' || scope === 'grade'
  return { path, scope, request: told ? { ...(request as object), reveal: false } : request }
})

describe('where keys are on', () => {
  it('every operation takes a key with its scope, and no other', { timeout: 60_000 }, async () => {
    const service = await locked()
    for (const { path, scope, request } of requests) {
      expectUnauthorized(await ask(service, path, request))
      for (const other of ALL.filter((each) => each !== scope)) {
        const answer = await ask(service, path, request, bearer(other))
        expectProblem(answer, { status: 403, code: 'forbidden' })
        expect(answer.body.detail).toBe(`the key lacks the scope ${scope}`)
      }
      const { status } = await ask(service, path, request, bearer(scope))
      expect([path, status]).toEqual([path, 200])
    }
  })

  it.for([
    '/livez',
    '/readyz',
    '/',
    '/docs',
    '/openapi.json',
    '/problems',
    '/problems/unauthorized',
    '/v1/graph',
    '/v1/graph.svg',
    '/v1/mistakes',
  ])('%s is open to all', async (path) => {
    const { request } = await locked()
    expect((await request.get(path)).status).toBe(200)
  })

  it('/metrics takes a key with its scope, and no other', async () => {
    const { request } = await locked()
    const status = async (authorization: string) =>
      (await request.get('/metrics').set('authorization', authorization)).status
    expect((await request.get('/metrics')).status).toBe(401)
    expect([await status(bearer('metrics')), await status(bearer('compute'))]).toEqual([200, 403])
  })

  it('OPTIONS, an address that nobody has and a method that none takes ask for none', async () => {
    const { request } = await locked()
    expect((await request.options('/v1/forward')).status).toBe(204)
    expect((await request.post('/v1/sideways')).status).toBe(404)
    expect((await request.get('/v1/forward')).status).toBe(405)
  })

  it('nobody is told what is wrong with a key', async () => {
    const service = await locked()
    const token = everything.token
    const [body] = requests
    const answers = await Promise.all(
      [
        undefined,
        token,
        'Bearer',
        'Bearer ',
        `Bearer ${token.slice(0, -1)}`,
        `Bearer ${token}x`,
        `Bearer ${token} x`,
        `Basic ${token}`,
        `Bearer ${everything.entry.split(' ').at(-1)}`,
      ].map((each) => ask(service, '/v1/forward', body?.request, each)),
    )
    for (const answer of answers) expectUnauthorized(answer)
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect((await ask(service, '/v1/forward', body?.request, `bearer  ${token}`)).status).toBe(200)
  })

  it('the log has the name of a key and never a token', async () => {
    const service = await locked()
    const [golden] = forwardExamples
    await ask(service, '/v1/forward', golden.request, bearer('compute'))
    await ask(service, '/v1/forward', golden.request, bearer('grade'))
    await ask(service, '/v1/forward', golden.request, 'Bearer bnk_nobody')
    await expect.poll(() => service.log.length).toBe(3)
    const told = service.lines().map(({ key, problem, status }) => [key, problem, status])
    expect(told).toEqual([
      ['compute', undefined, 200],
      ['grade', 'forbidden', 403],
      [undefined, 'unauthorized', 401],
    ])
    expect(service.log.join()).not.toContain('bnk_')
  })
})

function expectUnauthorized(answer: Parameters<typeof expectProblem>[0]): void {
  expectProblem(answer, { status: 401, code: 'unauthorized' })
  expect(answer.headers['www-authenticate']).toBe('Bearer')
}

describe('what is told beside', () => {
  const [diagnosis] = diagnoseExamples
  const [grade] = gradeExamples
  const figure = (draw: string) =>
    figureExamples.find(({ name }) => name === draw)?.request as object
  const diagnosing = makeKey('tutor', ['diagnose', 'compute'])
  const service = () => serviceForTest({ config: { KEYS: `${entries};${diagnosing.entry}` } })
  const tutor = `Bearer ${diagnosing.token}`

  it('right numbers, which a diagnosis tells unless told not to, take the scope reveal', async () => {
    const here = await service()
    const told = diagnosis.request as object
    for (const request of [told, { ...told, reveal: true }]) {
      const answer = await ask(here, '/v1/diagnose', request, tutor)
      expectProblem(answer, { status: 403, code: 'forbidden', pointers: ['#/reveal'] })
      expect(answer.body.detail).toBe('the key lacks the scope reveal; send "reveal": false')
      expect(answer.text).not.toContain('expected')
      expect((await ask(here, '/v1/diagnose', request, bearer(...ALL))).status).toBe(200)
    }
    const { status, text } = await ask(here, '/v1/diagnose', { ...told, reveal: false }, tutor)
    expect(status).toBe(200)
    expect(text).not.toContain('expected')
  })

  it('a grade tells none unless asked to', async () => {
    const here = await service()
    const asked = { ...(grade.request as object), reveal: true }
    expect((await ask(here, '/v1/grade', grade.request, bearer('grade'))).status).toBe(200)
    const answer = await ask(here, '/v1/grade', asked, bearer('grade'))
    expectProblem(answer, { status: 403, code: 'forbidden', pointers: ['#/reveal'] })
    expect((await ask(here, '/v1/grade', asked, bearer(...ALL))).status).toBe(200)
  })

  it('a figure that judges takes the scope of a diagnosis, and reveal for its formulas', async () => {
    const here = await service()
    const draw = (request: object, authorization: string) =>
      ask(here, '/v1/figure', request, authorization)
    for (const other of ['values', 'curve']) {
      expect((await draw(figure(other), bearer('compute'))).status).toBe(200)
    }
    const verdict = figure('verdict')
    const unjudged = await draw({ ...verdict, reveal: false }, bearer('compute'))
    expectProblem(unjudged, { status: 403, code: 'forbidden', pointers: ['#/draw'] })
    const untold = await draw(verdict, tutor)
    expectProblem(untold, { status: 403, code: 'forbidden', pointers: ['#/reveal'] })
    expect((await draw({ ...verdict, reveal: false }, tutor)).status).toBe(200)
    expect((await draw(verdict, bearer(...ALL))).status).toBe(200)
  })

  it('is refused in a worker as it is where requests arrive', async () => {
    const here = await serviceForTest({ config: { KEYS: entries, INLINE_BYTES: 0 } })
    const answer = await ask(here, '/v1/diagnose', diagnosis.request, bearer('diagnose'))
    expectProblem(answer, { status: 403, code: 'forbidden', pointers: ['#/reveal'] })
  })
})

describe('a refusal of a key', () => {
  const size = 4 * 2 ** 20
  const head = (more: string) =>
    `POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}`

  it.for([
    ['no key', '', 401],
    ['a key without the scope', `Authorization: ${bearer('grade')}\r\n`, 403],
  ] as const)('arrives although the client still sends: %s', async ([, authorization, status]) => {
    const { port } = await locked()
    const body = ' '.repeat(size)
    const requests = [
      [`${head(authorization)}Content-Length: ${size}\r\n\r\n`, body],
      [
        `${head(authorization)}Transfer-Encoding: chunked\r\n\r\n`,
        `${size.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      ],
    ]
    for (const pieces of requests) {
      for (const send of [exchange, writeThenRead]) {
        const [answer, ...more] = answersIn(await send(port, pieces))
        expect([answer?.status, answer?.headers['connection'], more.length]).toEqual([
          status,
          'close',
          0,
        ])
      }
    }
  })

  it('comes before the body, of which nothing is awaited', async () => {
    const { port } = await locked()
    const pieces = [`${head('')}Content-Length: 999999999999\r\n\r\n`]
    const [answer] = answersIn(await exchange(port, pieces, { end: true }))
    expect(answer?.status).toBe(401)
  })
})

describe('where no keys are set', () => {
  it('everything is open, with whatever key', async () => {
    const service = await serviceForTest()
    await expectGolden(service)
    for (const { path, examples } of OPERATIONS.slice(-1)) {
      const { status } = await ask(service, path, examples[0].request, 'Bearer bnk_nobody')
      expect(status).toBe(200)
    }
    const { status } = await ask(service, '/v1/diagnose', diagnoseExamples[0].request)
    expect(status).toBe(200)
  })
})
