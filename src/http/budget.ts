import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of the body that this request holds until its answer is out. */
    held: number
  }
}

/** The bytes that all requests in flight hold together, and no more than that. */
export interface Budget {
  /** @throws Refusal `busy` when there are not as many left */
  take(request: FastifyRequest, bytes: number): void
  /** The bytes that are held now. */
  taken(): number
}

export function keepBudget(app: FastifyInstance, limit: number): Budget {
  let taken = 0
  app.decorateRequest('held', 0)
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      taken -= request.held
      request.held = 0
    })
    done()
  })
  return {
    taken: () => taken,
    take(request, bytes) {
      if (taken + bytes > limit) {
        throw new Refusal('busy', 'too many bytes are in flight; nothing was computed')
      }
      taken += bytes
      request.held += bytes
    },
  }
}
