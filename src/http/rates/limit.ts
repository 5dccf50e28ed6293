import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '../../core/errors.ts'
import { clientOf } from '../guard.ts'
import { type Counter, countHere } from './counter.ts'
import { countTogether } from './shared.ts'

export interface RateSettings {
  /** The most computations that a client may ask for in a minute; 0 for any number. */
  readonly RATE_LIMIT: number
  /** Where they are counted for all replicas; nothing for each replica on its own. */
  readonly REDIS_URL: string
}

const WINDOW_MS = 60_000

/**
 * Limits how often a client may ask for a computation, which only the routes that are registered from now on heed.
 * Pages are free: a browser loads a dozen at once, and what asks for health is never to be refused.
 *
 * @returns what there is to say of the counts; undefined when all is well
 */
export async function limitRates(
  app: FastifyInstance,
  { RATE_LIMIT, REDIS_URL }: RateSettings,
): Promise<() => string | undefined> {
  const well = () => undefined
  if (RATE_LIMIT === 0) return well
  const here = countHere(WINDOW_MS)
  const shared =
    REDIS_URL === '' ? undefined : await countTogether(REDIS_URL, WINDOW_MS, here, app.log)
  app.addHook('onClose', async () => shared?.close())
  await app.register(rateLimit, {
    max: RATE_LIMIT,
    timeWindow: WINDOW_MS,
    enableDraftSpec: true,
    keyGenerator: clientOf,
    allowList: ({ method }) => method !== 'POST',
    store: storeOf(shared?.count ?? here),
    errorResponseBuilder: (_, { max, after }) =>
      new Refusal('too-many-requests', `more than ${max} requests in a minute; wait for ${after}`),
  })
  return shared?.concern ?? well
}

/** A counter as the plugin calls it: a class, the same for every route. */
function storeOf(count: Counter) {
  return class Store {
    incr(
      client: string,
      done: (error: Error | null, counted?: { current: number; ttl: number }) => void,
    ): void {
      Promise.resolve(count(client)).then((counted) => done(null, counted), done)
    }
    child(): Store {
      return this
    }
  }
}
