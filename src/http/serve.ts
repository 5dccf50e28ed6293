import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { execute } from '../operations/execute.ts'
import type { Limits, Operation } from '../operations/operation.ts'
import { documented } from './openapi.ts'

/** Serves an operation at its path. */
export function serve(app: FastifyInstance, operation: Operation, limits: Limits): void {
  const { id, path } = operation
  app.post(path, { schema: documented(operation) }, async (request, reply) => {
    request.told = { operation: id }
    const message = {
      body: (request.body as Buffer | undefined) ?? Buffer.alloc(0),
      contentType: request.headers['content-type'],
      accept: request.headers.accept,
    }
    const { body, contentType, shape } = execute(operation, message, limits)
    request.told = { operation: id, shape }
    reply.headers({ 'content-type': contentType, vary: 'accept' })
    if (body.length === 1) return reply.send(body[0])
    // In pieces: put together they would be one more copy of the whole reply.
    const length = body.reduce((sum, piece) => sum + piece.length, 0)
    return reply.header('content-length', length).send(Readable.from(body, { objectMode: false }))
  })
}
