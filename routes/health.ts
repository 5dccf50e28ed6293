import type { FastifyInstance } from 'fastify'
import { Health } from '../schemas/health.ts'
import { Refusal } from '../src/core/errors.ts'
import { documentedPage } from '../src/http/documented.ts'

/**
 * GET /livez: the process answers. GET /readyz: it takes new work; not so while it is stopping, so that a balancer
 * looks elsewhere before the listener closes, and while its workers die one after the other.
 *
 * @param concern what is not as it should be, and no reason to look elsewhere
 */
export function health(app: FastifyInstance, concern: () => string | undefined): void {
  const page = (id: string, summary: string) =>
    documentedPage(id, summary, 'application/json', Health)

  app.get('/livez', { schema: page('live', 'Whether the process is alive') }, async () => ({
    status: 'ok',
  }))

  app.get('/readyz', { schema: page('ready', 'Whether the service takes new work') }, async () => {
    if (app.isStopping()) throw new Refusal('stopping', 'got a signal to stop')
    if (app.isUnwell()) throw new Refusal('unwell', 'workers die one after the other')
    const detail = concern()
    return { status: 'ok', ...(detail && { detail }) }
  })
}
