import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Scope } from '../../schemas/scopes.ts'
import { Refusal } from '../core/errors.ts'
import type { KeyBook } from '../keys/book.ts'
import type { Key } from '../keys/keys.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a key must be allowed to come here, where keys are on; a route without it is open to all. */
    scope?: Scope
  }
  interface FastifyRequest {
    /** The key that the request came with; null where none is needed. */
    key: Key | null
  }
}

/** Lets nobody without the right key pass, before anything of a body is read. @param keys undefined lets everybody */
export function guard(app: FastifyInstance, keys: KeyBook | undefined): void {
  app.decorateRequest('key', null)
  if (!keys) return
  app.addHook('onClose', async () => keys.close())
  app.addHook('onRequest', (request, _, done) => {
    const { scope } = request.routeOptions.config
    done(scope === undefined ? undefined : admit(request, scope, keys))
  })
}

/** Takes the key of a request, or says why not. What is wrong with one that is not known, nobody is told. */
function admit(request: FastifyRequest, scope: Scope, keys: KeyBook): Refusal | undefined {
  const [, token] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  request.key = (token !== undefined && keys.find(token)) || null
  if (!request.key) {
    return new Refusal('unauthorized', 'send a key of this service as Authorization: Bearer')
  }
  if (request.key.scopes.includes(scope)) return undefined
  return new Refusal('forbidden', `the key lacks the scope ${scope}`)
}

/**
 * Whom a request comes from: the holder of a key, or else an address. A class sits behind one address; a single
 * machine has 2^64 of version 6. Clients that have reset their connection by now have no address any more.
 */
export function clientOf({ key, ip }: Pick<FastifyRequest, 'key'> & { ip?: string }): string {
  return key ? `key ${key.name}` : `address ${normalizeIP(ip ?? '')}`
}
