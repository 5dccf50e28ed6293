import type { Socket } from 'node:net'
import type { FastifyBaseLogger, FastifyError, FastifyReply } from 'fastify'
import { PROBLEMS, type ProblemCode } from '../../schemas/problems.ts'
import { Refusal } from '../core/errors.ts'
import { PROBLEM_TYPE, type Problem, problem } from './problems.ts'

/**
 * The four doors by which a refusal leaves: what a handler throws, an address nobody has, what Fastify refuses before
 * routing, and what Node's parser refuses before Fastify. All go through problemOf.
 */

/** What Fastify and Node call the refusals that are not our own. */
const FOREIGN: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_BAD_URL: 'bad-request',
  FST_ERR_MAX_PARAM_LENGTH: 'uri-too-long',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
}

/** The problem that tells a client of an error; nothing of an unforeseen one but that it happened. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal && Object.hasOwn(PROBLEMS, error.code)) {
    return problem(error.code as ProblemCode, error.message, error.faults, error.total)
  }
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>
  const known = FOREIGN[code]
  if (known) return problem(known, PROBLEMS[known].cause)
  if (statusCode < 500 || code.startsWith('HPE_')) {
    return problem('bad-request', PROBLEMS['bad-request'].cause)
  }
  return problem('internal', 'the fault is not in the request; the log has it under the request id')
}

/** Answers with the problem of an error; an unforeseen one is logged with its stack. */
export function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  const refusal = problemOf(error)
  if (refusal.status >= 500) reply.log.error({ err: error, id: reply.request.id }, 'internal error')
  return reply.code(refusal.status).type(PROBLEM_TYPE).send(JSON.stringify(refusal))
}

/** Answers on the bare socket, when there is no request to answer. */
export function refuseOnSocket(
  error: Error & { code?: string },
  socket: Socket,
  log: FastifyBaseLogger,
) {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const refusal = problemOf({ ...error, code: error.code ?? 'HPE_', statusCode: 400 })
  log.info({ status: refusal.status, code: refusal.code }, 'refused by the parser')
  const body = JSON.stringify(refusal)
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${refusal.title}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}
