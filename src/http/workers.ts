import { availableParallelism } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { createPool, type Pool } from '../workers/pool.ts'

export interface WorkerSettings {
  readonly WORKERS: number
  readonly WORKER_HEAP_MB: number
  readonly QUEUE_LIMIT: number
  readonly OPERATION_TIMEOUT_MS: number
}

const WORKER = new URL('../workers/worker.ts', import.meta.url)

/** The workers of a service: there when they are needed, gone when it closes. */
export function employ(app: FastifyInstance, settings: WorkerSettings): Pool {
  const pool = createPool({
    file: WORKER,
    workers: settings.WORKERS || Math.max(1, availableParallelism() - 1),
    queue: settings.QUEUE_LIMIT,
    timeout: settings.OPERATION_TIMEOUT_MS,
    resourceLimits: {
      // A quarter of what V8 would take: the large things lie outside, and what is left lives as long as its request.
      maxYoungGenerationSizeMb: 12,
      ...(settings.WORKER_HEAP_MB > 0 && { maxOldGenerationSizeMb: settings.WORKER_HEAP_MB }),
    },
  })
  app.addHook('onClose', async () => pool.close())
  return pool
}
