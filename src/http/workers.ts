import { availableParallelism } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { createPool, type Pool } from '../workers/pool.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** In how many whole seconds a request that is refused now may be tried again, at least 1. */
    retryAfter(): number
    /** Whether workers die one after the other, so that other replicas should have the work. */
    isUnwell(): boolean
  }
}

export interface WorkerSettings {
  readonly WORKERS: number
  readonly WORKER_HEAP_MB: number
  readonly QUEUE_LIMIT: number
  readonly QUEUE_TIMEOUT_MS: number
  readonly OPERATION_TIMEOUT_MS: number
}

const WORKER = new URL('../workers/worker.ts', import.meta.url)

/** So many deaths within so many ms are no accident. */
const [MANY, WITHIN_MS] = [5, 10_000]
/** The longest that anybody is told to stay away, in s. */
const LONGEST_AWAY = 60

/** The workers of a service: there when they are needed, gone when it closes. @param file tests have others */
export function employ(app: FastifyInstance, settings: WorkerSettings, file = WORKER): Pool {
  const deaths: number[] = []
  const isUnwell = () =>
    performance.now() - (deaths.at(-MANY) ?? Number.NEGATIVE_INFINITY) < WITHIN_MS
  const pool = createPool({
    file,
    workers: settings.WORKERS || Math.max(1, availableParallelism() - 1),
    queue: settings.QUEUE_LIMIT,
    timeout: settings.OPERATION_TIMEOUT_MS,
    waiting: settings.QUEUE_TIMEOUT_MS,
    resourceLimits: {
      // A quarter of what V8 would take: the large things lie outside, and what is left lives as long as its request.
      maxYoungGenerationSizeMb: 12,
      ...(settings.WORKER_HEAP_MB > 0 && { maxOldGenerationSizeMb: settings.WORKER_HEAP_MB }),
    },
    onDeath: (err) => {
      deaths.splice(0, deaths.length - MANY + 1)
      deaths.push(performance.now())
      app.log.error({ err }, 'a worker died')
      if (isUnwell()) app.log.error('workers die one after the other: not ready')
    },
  })
  app.decorate('retryAfter', () => {
    return Math.min(LONGEST_AWAY, Math.max(1, Math.ceil(pool.wait() / 1000)))
  })
  app.decorate('isUnwell', isUnwell)
  app.addHook('onClose', async () => pool.close())
  return pool
}
