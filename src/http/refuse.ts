import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyError, FastifyReply } from 'fastify'
import { PROBLEMS, type ProblemCode } from '../../schemas/problems.ts'
import { Refusal } from '../core/errors.ts'
import { drained, isUnread } from './linger.ts'
import { PROBLEM_TYPE, type Problem, problem } from './problems.ts'
import { varyBy } from './vary.ts'

/** What Fastify and Node call the refusals that are not our own. */
const FOREIGN: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_MAX_PARAM_LENGTH: 'uri-too-long',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
}

/** The problem of an error that Fastify or Node refuses a request with. */
export function foreignProblem(code: string): Problem {
  const known = FOREIGN[code] ?? 'bad-request'
  return problem(known, PROBLEMS[known].cause)
}

/** The problem that tells a client of an error; undefined when the error is not the client's. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Refusal && Object.hasOwn(PROBLEMS, error.code)) {
    return problem(error.code as ProblemCode, error.message, error.faults, error.total)
  }
  const { code = '', statusCode = 500 } = (error ?? {}) as Partial<FastifyError>
  return statusCode < 500 ? foreignProblem(code) : undefined
}

/**
 * Answers with the problem of an error, past every hook, since a hook may be what failed. The rest of a body that
 * nobody will read is taken in before the connection closes.
 */
export function refuse(error: unknown, reply: FastifyReply): void {
  const { raw, request } = reply
  reply.hijack()
  if (raw.destroyed) return
  const refusal = problemOf(error) ?? unforeseen(error, reply)
  request.told = { ...request.told, problem: refusal.code }
  if (raw.headersSent) {
    raw.destroy()
    return
  }
  const body = JSON.stringify(refusal)
  if (refusal.status === 406) varyBy(reply, 'accept')
  reply.headers({
    'content-type': `${PROBLEM_TYPE}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    ...(refusal.status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(refusal.status === 503 && { 'retry-after': reply.server.retryAfter() }),
    ...((isUnread(request.raw) || reply.server.isStopping()) && { connection: 'close' }),
  })
  raw.writeHead(refusal.status, reply.getHeaders() as OutgoingHttpHeaders)
  raw.write(body)
  drained(request.raw).then(() => raw.end())
}

/** What a client learns of a mistake of the service: where its log has it, and nothing else. */
function unforeseen(error: unknown, { request, server }: FastifyReply): Problem {
  server.log.error({ err: error, id: request.id }, 'internal error')
  return problem('internal', `the log has it under the request id ${request.id}`)
}
