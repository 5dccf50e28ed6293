import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BATCH, FORGETFUL } from '../../routes/examples/batch.ts'
import { expectProblem, post, type Service, startService, stopService, textOf } from './service.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
}

const draw = (request: object, accept?: string) =>
  post(service, '/v1/figure', JSON.stringify(request), {
    'Content-Type': 'application/json',
    ...(accept && { Accept: accept }),
  })

describe('an SVG', () => {
  it.for([
    ['small enough to be drawn at once', { draw: 'values', ...BATCH }],
    ['drawn by a worker', { draw: 'verdict', ...BATCH, submitted: FORGETFUL }],
  ] as const)(
    'may be shown by any page, runs nothing and needs nothing: %s',
    async ([, request]) => {
      const answer = await draw(request)
      expect(answer.status).toBe(200)
      expect(answer.headers).toMatchObject({ ...HEADERS, 'content-type': 'image/svg+xml' })
      expect(textOf(answer)).toMatch(/^<svg .*<\/svg>\n$/s)
    },
  )

  it('of the circuit has the same headers', async () => {
    const { headers } = await service.request.get('/v1/graph.svg')
    expect(headers).toMatchObject(HEADERS)
  })

  it('is sent to whoever accepts images, and no other form is', async () => {
    const request = { draw: 'values', ...BATCH }
    for (const accept of ['image/svg+xml', 'image/*', '*/*'])
      expect((await draw(request, accept)).headers['content-type']).toBe('image/svg+xml')
    for (const accept of ['application/json', 'image/png', 'application/x-npz'])
      expectProblem(await draw(request, accept), { status: 406, code: 'not-acceptable' })
  })

  it('alone may be shown elsewhere: a problem may not', async () => {
    const answer = await draw({ draw: 'nothing' })
    expectProblem(answer, { status: 400, code: 'invalid' })
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
  })
})
