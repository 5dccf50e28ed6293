import type { FastifyInstance } from 'fastify'
import { documentedPage } from '../src/http/openapi.ts'

/** GET /openapi.json: the contract of the service, OpenAPI 3.1. */
export function openapi(app: FastifyInstance): void {
  app.get(
    '/openapi.json',
    {
      schema: documentedPage(
        'openapi',
        'The contract of the service, OpenAPI 3.1',
        'application/json',
        {
          type: 'object',
        },
      ),
    },
    async () => app.swagger(),
  )
}
