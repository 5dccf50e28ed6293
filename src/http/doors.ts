import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../core/errors.ts'
import { LINGER_MS } from './linger.ts'
import { PROBLEM_TYPE } from './problems.ts'
import { foreignProblem, refuse } from './refuse.ts'

/** The longest address with its query: that of nginx. Headers have their own limits (see connections.ts). */
const LONGEST_URL = 8192

/**
 * The doors by which a request leaves without a result: what a hook or handler throws, an address nobody has (see
 * methods.ts), what Fastify refuses before it routes (see app.ts), what Node refuses before Fastify hears of it.
 */
export function closeDoors(app: FastifyInstance): void {
  app.setErrorHandler((error, _, reply) => refuse(error, reply))

  app.addHook('onRequest', ({ raw: { url = '' } }, _, done) => {
    const isLong = url.length > LONGEST_URL
    done(isLong ? new Refusal('uri-too-long', `more than ${LONGEST_URL} characters`) : undefined)
  })
  // Node would answer these three itself, with an empty body or none: see requireHostHeader in app.ts.
  app.addHook('onRequest', ({ raw: { httpVersion, headers } }, _, done) => {
    const homeless = httpVersion !== '1.0' && headers.host === undefined
    done(homeless ? new Refusal('bad-request', 'the request has no Host header') : undefined)
  })
  app.server.on('checkExpectation', (...exchange) => app.server.emit('request', ...exchange))
  app.server.on('connect', (_, socket) => refuseOnSocket({ code: 'CONNECT' }, socket, app))
}

const answered = new WeakSet<Duplex>()

/** Answers on the bare socket, when there is no request to answer. */
export function refuseOnSocket(
  { code = '' }: { code?: string },
  socket: Duplex & { _httpMessage?: { headersSent: boolean } },
  { log, metrics }: Pick<FastifyInstance, 'log' | 'metrics'>,
): void {
  // The parser complains of every piece that still comes in.
  if (answered.has(socket)) return
  answered.add(socket)
  if (code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) {
    socket.destroy()
    return
  }
  const refusal = foreignProblem(code)
  log.info({ status: refusal.status, problem: refusal.code }, 'refused before it was a request')
  metrics?.refused(refusal.code)
  const body = JSON.stringify(refusal)
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
      `Content-Type: ${PROBLEM_TYPE}; charset=utf-8`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
  const timer = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(timer))
}
