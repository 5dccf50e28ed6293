import { describe, expect, it } from 'vitest'
import { expectGolden, expectProblem, type Service, serviceForTest } from '../http/service.ts'

/** As a client asks that would keep its connection. */
const ask = ({ request }: Service, path: string) =>
  request.get(path).set('Connection', 'keep-alive')

describe('the health of the service', () => {
  it('is well from the start', async () => {
    const service = await serviceForTest()
    for (const path of ['/livez', '/readyz']) {
      const { status, body, headers } = await ask(service, path)
      expect([path, status, body]).toEqual([path, 200, { status: 'ok' }])
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['connection']).toBe('keep-alive')
    }
  })

  it('is not ready while it stops, but alive and at work, and ends every connection', async () => {
    const service = await serviceForTest({ isStopping: () => true })
    const ready = await ask(service, '/readyz')
    expectProblem(ready, { status: 503, code: 'stopping' })
    expect(ready.headers['retry-after']).toBe('1')
    expect(ready.headers['connection']).toBe('close')

    const live = await ask(service, '/livez')
    expect([live.status, live.headers['connection']]).toEqual([200, 'close'])
    const refused = await ask(service, '/nowhere')
    expect([refused.status, refused.headers['connection']]).toEqual([404, 'close'])
    await expectGolden(service)
  })
})
