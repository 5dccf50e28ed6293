import { describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../routes/operations.ts'
import { readConfig } from '../../src/config.ts'
import { type Service, serviceForTest } from './service.ts'

const NOTEBOOK = 'https://notebooks.example'
const OTHER = 'http://127.0.0.1:8888'
const STRANGER = 'https://elsewhere.example'
const BATCH = { x: [[1], [3]], eps: 1, include: [] }

const serviceFor = (CORS_ORIGINS: string) => serviceForTest({ config: { CORS_ORIGINS } })

/** The headers of an answer that are about other origins, and what it depends on. */
function crossing({ headers }: { headers: Record<string, string> }): Record<string, string> {
  const names = Object.keys(headers).filter((name) => /^(access-control-|vary$)/.test(name))
  return Object.fromEntries(names.map((name) => [name, headers[name] as string]))
}

const preflight = ({ request }: Service, path: string, origin: string) =>
  request
    .options(path)
    .set({ Origin: origin, 'Access-Control-Request-Method': 'POST' })
    .set('Access-Control-Request-Headers', 'content-type, authorization')

const EXPOSED =
  'x-request-id, retry-after, content-disposition, server-timing, ratelimit-limit, ratelimit-remaining, ratelimit-reset'

describe('a service without origins', () => {
  it('says nothing to any of them', async () => {
    const { request } = await serviceFor('')
    const answer = await request.post('/v1/forward').set('Origin', NOTEBOOK).send(BATCH)
    expect(crossing(answer)).toEqual({ vary: 'accept' })
  })
})

describe('a service with some origins', () => {
  it('lets their scripts read every answer, refusals too, and what clients look at', async () => {
    const { request } = await serviceFor(`${NOTEBOOK},${OTHER}`)
    for (const origin of [NOTEBOOK, OTHER]) {
      const read = {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': EXPOSED,
      }
      const result = await request.post('/v1/forward').set('Origin', origin).send(BATCH)
      expect(result.status).toBe(200)
      expect(crossing(result)).toEqual({ ...read, vary: 'origin, accept' })
      const refusal = await request.post('/v1/forward').set('Origin', origin).send({})
      expect(refusal.status).toBe(400)
      expect(crossing(refusal)).toEqual({ ...read, vary: 'origin' })
      const nowhere = await request.get('/nowhere').set('Origin', origin)
      expect(crossing(nowhere)).toEqual({ ...read, vary: 'origin' })
    }
  })

  it('lets them read what a worker has computed', async () => {
    const { request } = await serviceFor(NOTEBOOK)
    const x = Array.from({ length: 300 }, (_, i) => [i, 2 * i, i * i])
    const answer = await request
      .post('/v1/forward')
      .set('Origin', NOTEBOOK)
      .send({ x: x.flatMap((row) => [row, row, row, row, row, row]) })
    expect(answer.headers['transfer-encoding']).toBe('chunked')
    expect(crossing(answer)).toMatchObject({
      'access-control-allow-origin': NOTEBOOK,
      vary: 'origin, accept',
    })
  })

  it('answers a preflight of theirs for every operation, as any other OPTIONS', async () => {
    const service = await serviceFor(`${NOTEBOOK},${OTHER}`)
    for (const { path } of OPERATIONS) {
      const answer = await preflight(service, path, OTHER)
      expect([answer.status, answer.headers['allow']]).toEqual([204, 'POST, OPTIONS'])
      expect(crossing(answer as never)).toEqual({
        'access-control-allow-origin': OTHER,
        'access-control-allow-methods': 'GET, HEAD, POST',
        'access-control-allow-headers':
          'accept, authorization, content-type, traceparent, x-request-id',
        'access-control-max-age': '600',
        vary: 'origin',
      })
    }
    expect((await preflight(service, '/nowhere', OTHER)).status).toBe(404)
  })

  it('says nothing to others, but that it depends on who asks', async () => {
    const service = await serviceFor(NOTEBOOK)
    const strangers = [
      STRANGER,
      'null',
      `${NOTEBOOK}:8443`,
      `${NOTEBOOK}/`,
      `${NOTEBOOK}.evil.example`,
    ]
    for (const origin of [...strangers, 'http://notebooks.example', 'https://NOTEBOOKS.example']) {
      const answer = await service.request.get('/livez').set('Origin', origin)
      expect([origin, crossing(answer)]).toEqual([origin, { vary: 'origin' }])
      const asked = await preflight(service, '/v1/forward', origin)
      expect([asked.status, crossing(asked as never)]).toEqual([204, { vary: 'origin' }])
    }
    expect(crossing(await service.request.get('/livez'))).toEqual({ vary: 'origin' })
    const page = await service.request.get('/').set('Accept-Encoding', 'br')
    expect(page.headers['vary']).toBe('origin, accept-encoding')
  })
})

describe('a service with *', () => {
  it('lets all that have an origin, and none by name', async () => {
    const service = await serviceFor('*')
    const answer = await service.request.get('/livez').set('Origin', STRANGER)
    expect(crossing(answer)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': EXPOSED,
    })
    const asked = await preflight(service, '/v1/forward', STRANGER)
    expect(asked.headers['access-control-allow-origin']).toBe('*')
    expect(crossing(await service.request.get('/livez').set('Origin', 'null'))).toEqual({})
  })
})

describe('the origins of a configuration', () => {
  const fault = (CORS_ORIGINS: string) => () => readConfig({ CORS_ORIGINS })

  it.for(['*', NOTEBOOK, `${NOTEBOOK},${OTHER}`, 'http://[::1]:8888'])('are %s', (text) => {
    expect(readConfig({ CORS_ORIGINS: text }).CORS_ORIGINS).toBe(text)
  })

  it.for([
    'null',
    'notebooks.example',
    `${NOTEBOOK}/`,
    `${NOTEBOOK}/lab`,
    `${NOTEBOOK}:443`,
    'https://*.example',
    `*,${NOTEBOOK}`,
    `${NOTEBOOK}, ${OTHER}`,
    `${NOTEBOOK},`,
    'file:///',
    'https://NOTEBOOKS.example',
    'https://me@notebooks.example',
  ])('are never what no browser sends: %s', (text) => {
    expect(fault(text)).toThrow('CORS_ORIGINS: expected origins such as')
  })
})
