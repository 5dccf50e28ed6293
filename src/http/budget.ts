import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'
import { isHealth } from './line.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes that this request holds, of its body and of its reply; null when its answer is out or its client gone. */
    held: number | null
  }
}

export interface BudgetLimits {
  readonly REQUESTS_IN_FLIGHT: number
  readonly BYTES_IN_FLIGHT: number
}

/** A piece of up to this size counts as small, and the last share of the bytes is for small ones alone. */
const SMALL = 2 ** 16
const LAST_SHARE = 1 / 8

/**
 * The requests in flight, the bytes that they hold together, and no more than that. A body counts from its headers on,
 * so a few large ones that never come could hold everything: what is small finds room beside them.
 */
export interface Budget {
  /** @throws Refusal `busy` when there are not as many left, or nobody waits for the answer and would give them back */
  take(request: FastifyRequest, bytes: number): void
  /** As take; false where that throws. */
  mayTake(request: FastifyRequest, bytes: number): boolean
  /** The bytes that are held now. */
  taken(): number
}

export function keepBudget(
  app: FastifyInstance,
  { REQUESTS_IN_FLIGHT, BYTES_IN_FLIGHT }: BudgetLimits,
): Budget {
  let open = 0
  let taken = 0
  app.decorateRequest('held', 0)
  app.addHook('onRequest', (request, reply, done) => {
    open += 1
    reply.raw.once('close', () => {
      open -= 1
      taken -= request.held ?? 0
      request.held = null
    })
    const isFull = open > REQUESTS_IN_FLIGHT && !isHealth(request.raw)
    done(isFull ? new Refusal('busy', 'too many requests are in flight') : undefined)
  })
  function mayTake(request: FastifyRequest, bytes: number): boolean {
    const most = bytes > SMALL ? BYTES_IN_FLIGHT * (1 - LAST_SHARE) : BYTES_IN_FLIGHT
    if (request.held === null || taken + bytes > most) return false
    taken += bytes
    request.held += bytes
    return true
  }
  return {
    mayTake,
    taken: () => taken,
    take(request, bytes) {
      if (!mayTake(request, bytes)) throw new Refusal('busy', 'too many bytes are in flight')
    },
  }
}
