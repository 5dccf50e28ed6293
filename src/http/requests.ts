import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the log line tells of the computation, once there is one. */
    computed: { operation: string; shape: readonly number[] } | null
  }
}

const SOUND_ID = /^[\w.-]{1,64}$/

/** The id of a request: the client's own X-Request-Id when it is a plain word, else a new one. */
export function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && SOUND_ID.test(given) ? given : randomUUID()
}

/** Headers on every answer, and one log line per request: what was computed, how large, how long; never a payload. */
export function accompany(app: FastifyInstance): void {
  app.decorateRequest('computed', null)

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' })
    if (request.method === 'POST') reply.header('cache-control', 'no-store')
  })

  app.addHook('onResponse', async (request, reply) => {
    app.log.info(
      {
        id: request.id,
        method: request.method,
        route: request.routeOptions.url ?? null,
        ...request.computed,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 1000) / 1000,
      },
      'request',
    )
  })
}
