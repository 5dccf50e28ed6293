import type { FastifyInstance } from 'fastify'
import { varyBy } from './vary.ts'

/** What a script of another origin may send; what all scripts may send without asking need not be here. */
const ASKED = {
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'accept, authorization, content-type, traceparent, x-request-id',
  // How long a browser may remember that, in seconds.
  'access-control-max-age': '600',
} as const

/** What such a script may read beside the ordinary. */
const EXPOSED = [
  ...['x-request-id', 'retry-after', 'content-disposition', 'server-timing'],
  ...['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
].join(', ')

/**
 * Lets scripts of some origins read the answers, those of notebooks in a browser say: never with credentials, and not
 * those that have no origin (`null`). A preflight is an OPTIONS as any other, answered with Allow (see methods.ts), and
 * beside it with what the browser asks for.
 *
 * @param origins as browsers send them, such as `https://notebooks.example`; `*` for all; none to allow no one
 */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return
  const known = new Set(origins)
  const all = known.has('*')

  app.addHook('onRequest', (request, reply, done) => {
    const { origin, 'access-control-request-method': asks } = request.headers
    if (!all) varyBy(reply, 'origin')
    if (origin !== undefined && origin !== 'null' && (all || known.has(origin))) {
      reply.header('access-control-allow-origin', all ? '*' : origin)
      const isPreflight = request.method === 'OPTIONS' && asks !== undefined
      reply.headers(isPreflight ? ASKED : { 'access-control-expose-headers': EXPOSED })
    }
    done()
  })
}
