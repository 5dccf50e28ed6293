import type { FastifyInstance } from 'fastify'
import { documentedPage } from '../src/http/documented.ts'
import type { Metrics } from '../src/http/metrics.ts'

/** GET /metrics: what the service has done and is doing, as Prometheus reads it. */
export function metrics(app: FastifyInstance, measured: Metrics): void {
  const summary = 'What the service does, in figures for Prometheus'
  const schema = documentedPage('metrics', summary, 'text/plain', { type: 'string' })

  app.get('/metrics', { schema, config: { scope: 'metrics' } }, async (_, reply) =>
    reply.type(measured.contentType).send(await measured.text()),
  )
}
