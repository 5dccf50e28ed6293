import { METHODS } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../routes/operations.ts'
import { expectGolden, expectProblem, type Service, startService, stopService } from './service.ts'
import { answersIn, exchange } from './wire.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

const COMPUTATIONS = OPERATIONS.map(({ path }) => path)
const PAGES = [
  '/v1/graph',
  '/v1/graph.svg',
  '/v1/mistakes',
  '/livez',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/docs',
  '/docs/static/swagger-ui.css',
  '/problems',
  '/problems/invalid',
]

/** One exchange with any method, as supertest knows only the usual ones. */
async function send(method: string, target: string, headers = '') {
  const text = `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`
  const [answer] = answersIn(await exchange(service.port, [text]))
  if (!answer) throw new Error('no answer')
  return answer
}

// CONNECT asks for a tunnel, and has no address here.
const OTHERS = METHODS.filter((method) => !['GET', 'HEAD', 'POST', 'CONNECT'].includes(method))

describe('a method that an address does not take', () => {
  it.for([
    ...COMPUTATIONS.map(
      (path) => [path, ['GET', 'PUT', 'DELETE', 'PATCH'], 'POST, OPTIONS'] as const,
    ),
    ...PAGES.map(
      (path) => [path, ['POST', 'PUT', 'DELETE', 'PATCH'], 'GET, HEAD, OPTIONS'] as const,
    ),
  ])('is refused with those it takes: %s', async ([path, methods, allow]) => {
    for (const method of methods.map((name) => name.toLowerCase() as 'get' | 'put')) {
      const answer = await service.request[method](path)
      expectProblem(answer, { status: 405, code: 'method-not-allowed' })
      expect(answer.headers['allow']).toBe(allow)
    }
    await expectGolden(service)
  })

  it('is refused whichever it is', async () => {
    for (const method of OTHERS.filter((name) => name !== 'OPTIONS')) {
      const answer = await send(method, '/v1/forward')
      expect([method, answer.status, answer.headers['allow']]).toEqual([
        method,
        405,
        'POST, OPTIONS',
      ])
      expect([method, (await send(method, '/nowhere')).status]).toEqual([method, 404])
    }
    await expectGolden(service)
  })

  it('is refused whatever body it brings', async () => {
    for (const type of ['application/json', 'text/plain', 'no type at all']) {
      const answer = await service.request.put('/v1/forward').set('Content-Type', type).send('{')
      expectProblem(answer, { status: 405, code: 'method-not-allowed' })
      const nowhere = await service.request.post('/nowhere').set('Content-Type', type).send('{')
      expectProblem(nowhere, { status: 404, code: 'not-found' })
    }
  })

  it('is refused at every spelling of the address', async () => {
    for (const target of ['/v1/%66orward', '/v1/forward?x=1', 'http://elsewhere/v1/forward']) {
      expect([target, (await send('GET', target)).status]).toEqual([target, 405])
    }
  })

  it('is HEAD where there is no GET', async () => {
    const answer = await service.request.head('/v1/forward')
    expect([answer.status, answer.headers['allow'], answer.text]).toEqual([
      405,
      'POST, OPTIONS',
      undefined,
    ])
  })
})

describe('HEAD', () => {
  // The length of the figures changes with them.
  it.for(PAGES.filter((path) => path !== '/metrics'))(
    'says of %s what GET would, without the body',
    async (path) => {
      const [head, get] = [await send('HEAD', path), await send('GET', path)]
      expect(head.status).toBe(200)
      expect(head.body).toBe('')
      for (const name of ['content-type', 'content-length', 'content-security-policy']) {
        expect([name, head.headers[name]]).toEqual([name, get.headers[name]])
      }
    },
  )

  it('says of nothing that it is not there', async () => {
    const answer = await service.request.head('/nowhere')
    expect([answer.status, answer.text]).toEqual([404, undefined])
  })
})

describe('OPTIONS', () => {
  it('names the methods of an address', async () => {
    const computation = await service.request.options('/v1/forward')
    expect([computation.status, computation.headers['allow']]).toEqual([204, 'POST, OPTIONS'])
    const page = await service.request.options('/problems/invalid')
    expect([page.status, page.headers['allow']]).toEqual([204, 'GET, HEAD, OPTIONS'])
    expect((await send('OPTIONS', '*')).status).toBe(204)
    expectProblem(await service.request.options('/nowhere'), { status: 404, code: 'not-found' })
  })

  it('allows no other origin', async () => {
    const answer = await service.request
      .options('/v1/forward')
      .set({ Origin: 'https://elsewhere.example', 'Access-Control-Request-Method': 'POST' })
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual(
      [],
    )
  })
})

describe('an address', () => {
  it.for([
    '/v1',
    '/v1/forward/',
    '/V1/FORWARD',
    '//v1/forward',
    '/v1/../v1/forward',
    '/v1/forward%00',
    '/v1/forward;x=1',
    '/problems/no-such-code',
    '/problems/toString',
    '/problems/__proto__',
    '/problems/',
    '/docs/static/no-such-file.js',
    '/docs/static/..%2f..%2fpackage.json',
    '/package.json',
    '/%2e%2e/package.json',
  ])('that nobody has is 404: %s', async (path) => {
    const answer = await send('GET', path)
    expect(answer.status).toBe(404)
    expect(JSON.parse(answer.body)).toMatchObject({ status: 404, code: 'not-found' })
    expect(answer.body).not.toContain('no-such')
    await expectGolden(service)
  })

  it.for(['/%', '/%zz', '/v1/forward%', '/problems/%E0%A4%A', '/problems/%ff', '/docs/static/%00'])(
    'that can not be decoded is refused, whatever the method: %s',
    async (path) => {
      for (const method of ['GET', 'POST', 'PUT']) {
        const answer = await send(method, path)
        const { code } = JSON.parse(answer.body)
        expect([400, 404, 405]).toContain(answer.status)
        expect(['bad-request', 'not-found', 'method-not-allowed']).toContain(code)
        expect(answer.headers['x-request-id']).toMatch(/^[\w-]{36}$/)
      }
      await expectGolden(service)
    },
  )

  it('may be long only in its query', async () => {
    expect((await send('GET', `/problems/${'a'.repeat(101)}`)).status).toBe(414)
    expect((await send('GET', `/${'a'.repeat(8_000)}`)).status).toBe(404)
    expect((await send('GET', `/livez?${'a'.repeat(8_192 - '/livez?'.length)}`)).status).toBe(200)
    expect((await send('GET', `/livez?${'a'.repeat(20_000)}`)).status).toBe(431)
    await expectGolden(service)
  })

  it('is not changed by an asked-for version', async () => {
    expect((await send('GET', '/livez', 'Accept-Version: 9\r\n')).status).toBe(200)
    expect((await send('GET', '/nowhere', 'Accept-Version: 9\r\n')).status).toBe(404)
    expect((await send('GET', '/v1/forward', 'Accept-Version: 9\r\n')).status).toBe(405)
  })
})
