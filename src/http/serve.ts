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
    }
    const { body, contentType, shape } = execute(operation, message, limits)
    request.told = { operation: id, shape }
    return reply.type(contentType).send(body)
  })
}
