import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Service, startService, stopService } from './service.ts'

/** What is said of every answer, whatever it is: nothing of the server, nothing that a browser may guess or keep. */

let service: Service
beforeAll(async () => {
  service = await startService({
    prepare: (app) =>
      app.get('/mistaken', async () => {
        throw new TypeError('recognisable at some place')
      }),
  })
})
afterAll(() => stopService(service))

const PAGES = ['/', '/docs', '/problems', '/v1/graph.svg', '/openapi.json', '/livez', '/metrics']
const REFUSED = ['/nowhere', '/%', '/mistaken', '/v1/forward', `/problems/${'a'.repeat(101)}`]

describe('an answer', () => {
  it.for([...PAGES, ...REFUSED])('is taken for what it says it is: %s', async (path) => {
    const { headers } = await service.request.get(path)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
      'content-security-policy': expect.stringContaining("default-src '"),
    })
    const isPicture = path.endsWith('.svg')
    expect(headers['cross-origin-resource-policy']).toBe(isPicture ? 'cross-origin' : 'same-origin')
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
  })

  it('that is no page of its own may do nothing in a browser, nor stand in a frame', async () => {
    for (const path of ['/livez', '/openapi.json', '/nowhere', '/mistaken', '/metrics']) {
      const { headers } = await service.request.get(path)
      expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'")
    }
  })

  it('to a mistake of the service has no stack and no message, but the id under which the log has both', async () => {
    const answer = await service.request.get('/mistaken').set('X-Request-Id', 'lesson-3')
    expect(answer.status).toBe(500)
    expect(answer.body).toEqual({
      type: '/problems/internal',
      title: 'The service made a mistake',
      status: 500,
      detail: 'the log has it under the request id lesson-3',
      code: 'internal',
    })
    expect(JSON.stringify(answer.headers)).not.toMatch(/recognisable|\.ts/)
    const told = service.lines().findLast(({ msg }) => msg === 'internal error')
    expect(told).toMatchObject({ level: 50, id: 'lesson-3' })
    expect(JSON.stringify(told)).toMatch(/recognisable.*headers\.test\.ts/)
  })
})
