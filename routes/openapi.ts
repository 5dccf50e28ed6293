import type { FastifyInstance } from 'fastify'
import { documentedPage } from '../src/http/documented.ts'

/** GET /openapi.json: the contract of the service, OpenAPI 3.1. */
export function openapi(app: FastifyInstance): void {
  // Made once: it takes a tenth of a second, and each slow reader would hold a copy.
  let text: Buffer | undefined
  const written = () => {
    text ??= Buffer.from(JSON.stringify(app.swagger()))
    return text
  }
  app.addHook('onReady', async () => {
    written()
  })
  const summary = 'The contract of the service, OpenAPI 3.1'

  app.get(
    '/openapi.json',
    { schema: documentedPage('openapi', summary, 'application/json', { type: 'object' }) },
    async (_, reply) => reply.type('application/json; charset=utf-8').send(written()),
  )
}
