import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/**
 * What Swagger UI's own policy allows beside its origin, and this page does without: other hosts, and, where there is
 * no TLS, every asset sent to a port at which nobody listens.
 */
const FOREIGN = new Set(['https:', 'validator.swagger.io', 'upgrade-insecure-requests'])

/** GET /docs: the OpenAPI document as a page to read and try, which needs no other server. */
export async function docsPage(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { validatorUrl: null },
    staticCSP: true,
    transformStaticCSP: (policy) =>
      policy
        .split(';')
        .map((directive) =>
          directive
            .split(' ')
            .filter((word) => !FOREIGN.has(word))
            .join(' '),
        )
        .filter((directive) => directive.trim() !== '')
        .join(';'),
  })
}
