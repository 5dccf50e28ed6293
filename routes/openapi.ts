import type { FastifyInstance } from 'fastify'
import { documentedPage } from '../src/http/documented.ts'

/** GET /openapi.json: the contract of the service, OpenAPI 3.1. */
export function openapi(app: FastifyInstance): void {
  const summary = 'The contract of the service, OpenAPI 3.1'

  app.get(
    '/openapi.json',
    { schema: documentedPage('openapi', summary, 'application/json', { type: 'object' }) },
    async () => app.swagger(),
  )
}
