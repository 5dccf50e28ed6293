import { type ResourceLimits, Worker } from 'node:worker_threads'
import { Refusal } from '../core/errors.ts'
import { converse, type PooledReply } from './conversation.ts'
import type { Job } from './messages.ts'

/** What a pool may have and take. */
export interface PoolSettings {
  /** The file of the worker; tests have others. */
  readonly file: URL
  readonly workers: number
  /** The most jobs that wait for a worker. */
  readonly queue: number
  /** How long a job may take to begin its reply, and its client to take each piece of it. */
  readonly timeout: number
  readonly resourceLimits?: ResourceLimits
}

export interface Pool {
  /**
   * Runs a job in a worker.
   *
   * @param signal aborts it: taken out of the queue, or its worker ended and replaced
   * @throws Refusal `busy` when too many jobs wait, `lost` when its worker died, `overtime`, or what the job refuses
   */
  run(job: Job, signal: AbortSignal): Promise<PooledReply>
  /** Starts the workers, which otherwise start with the first jobs. */
  warm(): void
  close(): Promise<void>
}

interface Waiting {
  readonly job: Job
  readonly signal: AbortSignal
  readonly begin: (worker: Worker) => void
}

/** Some worker threads and a queue of bounded length. A worker that dies costs its own job, and is replaced. */
export function createPool({
  file,
  workers: most,
  queue: longest,
  timeout,
  resourceLimits = {},
}: PoolSettings): Pool {
  const idle: Worker[] = []
  const alive = new Set<Worker>()
  const waiting: Waiting[] = []
  let closed = false

  function start(): Worker {
    const worker = new Worker(file, { env: {}, stdin: false, resourceLimits })
    alive.add(worker)
    worker.unref()
    worker.on('error', () => {})
    worker.on('exit', () => {
      alive.delete(worker)
      const at = idle.indexOf(worker)
      if (at >= 0) idle.splice(at, 1)
      serveNext()
    })
    return worker
  }

  function serveNext(): void {
    while (waiting.length > 0 && !closed) {
      const worker = idle.pop() ?? (alive.size < most ? start() : undefined)
      if (!worker) return
      waiting.shift()?.begin(worker)
    }
  }

  function release(worker: Worker, ended: boolean): void {
    if (ended) alive.delete(worker)
    else if (alive.has(worker)) idle.push(worker)
    serveNext()
  }

  function run(job: Job, signal: AbortSignal): Promise<PooledReply> {
    const free = idle.length > 0 || alive.size < most
    if (!free && waiting.length >= longest) {
      return Promise.reject(new Refusal('busy', 'too many large requests are waiting'))
    }
    if (closed) return Promise.reject(new Refusal('stopping', 'the workers have gone'))
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        job,
        signal,
        begin: (worker) => {
          signal.removeEventListener('abort', leave)
          converse(worker, job, signal, timeout, (ended) => release(worker, ended)).then(
            resolve,
            reject,
          )
        },
      }
      const leave = () => {
        waiting.splice(waiting.indexOf(entry), 1)
        reject(signal.reason)
      }
      if (signal.aborted) return reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      waiting.push(entry)
      serveNext()
    })
  }

  return {
    run,
    warm() {
      while (alive.size < most) idle.push(start())
    },
    async close() {
      closed = true
      await Promise.all([...alive].map((worker) => worker.terminate()))
    },
  }
}
