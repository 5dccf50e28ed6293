import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Message, understand } from '../operations/execute.ts'
import type { Limits, Operation } from '../operations/operation.ts'
import type { Pool } from '../workers/pool.ts'
import { documented } from './openapi.ts'
import { type Pieces, send } from './send.ts'

/** Where requests are answered: the small ones here and at once, the others by a worker. */
export interface Hands {
  readonly limits: Limits
  readonly pool: Pool
  /** The largest body that is looked into here. */
  readonly inlineBytes: number
}

/** The most element operations that are done here: about two milliseconds. */
const INLINE_WORK = 5_000

/** Serves an operation at its path. */
export function serve(app: FastifyInstance, operation: Operation, hands: Hands): void {
  const { id, path } = operation
  app.post(path, { schema: documented(operation) }, async (request, reply) => {
    request.told = { operation: id }
    const message = {
      body: (request.body as Uint8Array | undefined) ?? new Uint8Array(),
      contentType: request.headers['content-type'],
      accept: request.headers.accept,
    }
    const { body, contentType, shape } = await answer(operation, message, hands, reply)
    request.told = { operation: id, shape }
    reply.headers({ 'content-type': contentType, vary: 'accept' })
    return send(reply, body)
  })
}

async function answer(
  operation: Operation,
  message: Message,
  { limits, pool, inlineBytes }: Hands,
  reply: FastifyReply,
): Promise<{ body: Pieces; contentType: string; shape: readonly number[] }> {
  if (message.body.length <= inlineBytes) {
    const task = understand(operation, message, limits)
    if (task.work <= INLINE_WORK) return task.run()
  }
  return pool.run({ operation: operation.id, message, limits }, whenGone(reply))
}

/** Aborts when the client leaves before its answer is out. */
function whenGone({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) left.abort(new Error('the client has left'))
  })
  return left.signal
}
