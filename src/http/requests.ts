import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ProblemCode } from '../../schemas/problems.ts'
import { traceContext } from './trace.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether a signal to stop has come: new work is still done, but connections end with their answer. */
    isStopping(): boolean
  }
  interface FastifyRequest {
    /** What the log line tells of the request beside the ordinary. */
    told: { operation?: string; shape?: readonly number[]; problem?: ProblemCode } | null
  }
}

const SOUND_ID = /^[\w.-]{1,64}$/

/** The id of a request: the client's own X-Request-Id when it is a plain word, else a new one. */
export function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && SOUND_ID.test(given) ? given : randomUUID()
}

/** What is said of every answer; a page and a picture say otherwise of themselves. */
export const HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

/**
 * What every request gets: the headers of its answer, and one log line when that is out or its client gone. The line
 * says what was computed, how large, how long; never a payload, a header or the address as it came.
 */
export function accompany(request: FastifyRequest, reply: FastifyReply): void {
  const start = performance.now()
  reply.header('x-request-id', request.id).headers(HEADERS)
  reply.raw.once('close', () => {
    const answered = reply.raw.writableFinished
    const ms = performance.now() - start
    const { url: route, schema } = request.routeOptions
    reply.server.log.info(
      {
        id: request.id,
        method: request.method,
        ...traceContext(request.headers['traceparent'] as string | undefined),
        route: route ?? null,
        ...request.told,
        ...(request.key && { key: request.key.name }),
        status: answered ? reply.statusCode : null,
        ms: Math.round(ms * 1000) / 1000,
      },
      answered ? 'request' : 'request cut off',
    )
    const { operationId } = (schema ?? {}) as { operationId?: string }
    reply.server.metrics?.answered(
      request,
      operationId,
      answered ? reply.statusCode : undefined,
      ms,
    )
  })
}

/** Accompanies every request that is routed. */
export function accompanyAll(app: FastifyInstance): void {
  app.decorate('metrics', null)
  app.decorateRequest('told', null)
  app.decorateRequest('account', null)
  app.addHook('onRequest', (request, reply, done) => {
    accompany(request, reply)
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (app.isStopping()) reply.header('connection', 'close')
    done()
  })
}
