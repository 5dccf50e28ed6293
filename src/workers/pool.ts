import { setFlagsFromString } from 'node:v8'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { Refusal } from '../core/errors.ts'
import { converse, type Hand, type PooledReply } from './conversation.ts'
import { fairQueue } from './fair-queue.ts'
import type { Job } from './messages.ts'
import { keepPace } from './pace.ts'
import { createRing } from './ring.ts'

/** What a pool may have and take. */
export interface PoolSettings {
  /** The file of the worker; tests have others. */
  readonly file: URL
  readonly workers: number
  /** The most jobs that wait for a worker. */
  readonly queue: number
  /** How long a job may take to begin its reply, and for each piece of it, in ms. */
  readonly timeout: number
  /** How long a job may wait for a worker, in ms. */
  readonly waiting: number
  readonly resourceLimits?: ResourceLimits
  /** Is told when a worker dies by itself. */
  readonly onDeath?: (cause: Error) => void
}

export interface Pool {
  /**
   * Runs a job in a worker.
   *
   * @param signal aborts it: taken out of the queue, or its worker ended and replaced
   * @param client whom it is for: those who wait take turns by it
   * @throws Refusal `busy` when too many jobs wait or it has waited too long, also when others have a better claim to its place, `lost` when its worker died, `overtime`, or what the job refuses
   */
  run(job: Job, signal: AbortSignal, client?: string): Promise<PooledReply>
  /**
   * How long a job would wait that came now, in ms, if those before it take as long as others did.
   *
   * @param client whose it is; behind everybody without one
   */
  wait(client?: string): number
  state(): PoolState
  close(): Promise<void>
}

/** How many there are of each at a moment; of those replaced, since the beginning. */
export interface PoolState {
  readonly busy: number
  readonly idle: number
  readonly waiting: number
  readonly replaced: number
}

interface Waiting {
  readonly begin: (hand: Hand) => void
  readonly refuse: (reason: Error) => void
}

/**
 * A worker's heap is about 10 MB, and its arrays lie outside. At that size V8 collects after every few large requests,
 * for nothing: each time as much processor time as reading the request took. Only heaps made from here on heed it.
 */
setFlagsFromString('--initial-old-space-size=32')

/**
 * Some worker threads and a queue of bounded length. A worker starts when there is a job and none is idle, since one
 * takes 30 MB and more; one that dies costs its own job, and is replaced.
 */
export function createPool({
  file,
  workers: most,
  queue: longest,
  timeout,
  waiting: longestWait,
  resourceLimits = {},
  onDeath = () => {},
}: PoolSettings): Pool {
  const idle: Hand[] = []
  const alive = new Set<Hand>()
  const waiting = fairQueue<Waiting>(longest)
  const pace = keepPace()
  let closed = false
  let replaced = 0

  function start(): Hand {
    const ring = createRing()
    const worker = new Worker(file, {
      // What the process was told to load beside the service, a tracer say, is not for its workers.
      execArgv: [],
      ...{ env: {}, stdin: false, resourceLimits, workerData: ring },
    })
    const hand = { worker, ring }
    alive.add(hand)
    worker.unref()
    let cause: Error | undefined
    worker.on('error', (error: Error) => {
      cause = error
      onDeath(error)
    })
    worker.on('exit', (code) => {
      // One that we have ended is no longer among the living.
      if (!cause && alive.has(hand) && !closed) onDeath(new Error(`exit with code ${code}`))
      alive.delete(hand)
      const at = idle.indexOf(hand)
      if (at >= 0) idle.splice(at, 1)
      replaced += 1
      serveNext()
    })
    return hand
  }

  /** Where the system has no thread left, nobody is free: the job waits, as for a worker that is busy. */
  function freeHand(): Hand | undefined {
    const hand = idle.pop()
    if (hand || alive.size >= most) return hand
    try {
      return start()
    } catch (error) {
      onDeath(error as Error)
      return undefined
    }
  }

  function serveNext(): void {
    while (waiting.length > 0 && !closed) {
      const hand = freeHand()
      if (!hand) return
      waiting.next()?.begin(hand)
    }
  }

  function release(hand: Hand, ended: boolean): void {
    if (ended) alive.delete(hand)
    else if (alive.has(hand)) idle.push(hand)
    serveNext()
  }

  /** Those that run are half done, by and large. */
  function wait(client?: string): number {
    const isFree = waiting.length === 0 && (idle.length > 0 || alive.size < most)
    const ahead = client === undefined ? waiting.length : waiting.ahead(client)
    return isFree ? 0 : ((ahead + most / 2) / most) * pace.of()
  }

  function run(job: Job, signal: AbortSignal, client = ''): Promise<PooledReply> {
    // The pace tells of the past; so at least one may try.
    const isHopeless = waiting.ahead(client) > 0 && wait(client) > longestWait
    if (isHopeless) return Promise.reject(busy())
    if (closed) return Promise.reject(gone())
    if (signal.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        begin: (hand) => {
          settle()
          const isDone = pace.start()
          converse(hand, job, signal, timeout, (ended) => {
            isDone()
            release(hand, ended)
          }).then(resolve, reject)
        },
        refuse: (reason) => {
          settle()
          reject(reason)
        },
      }
      const leave = (reason: unknown) => {
        waiting.remove(client, entry)
        settle()
        reject(reason)
      }
      const onAbort = () => leave(signal.reason)
      const timer = setTimeout(() => leave(busy()), longestWait)
      const settle = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const hand = waiting.length === 0 ? freeHand() : undefined
      if (hand) entry.begin(hand)
      else {
        waiting.add(client, entry)?.refuse(busy())
        if (alive.size < most) serveNext()
      }
    })
  }

  return {
    run,
    wait,
    state: () => ({
      busy: alive.size - idle.length,
      idle: idle.length,
      waiting: waiting.length,
      replaced,
    }),
    async close() {
      closed = true
      for (const { refuse } of waiting.clear()) refuse(gone())
      await Promise.all([...alive].map(({ worker }) => worker.terminate()))
    },
  }
}

const busy = () => new Refusal('busy', 'too many large requests are waiting')
const gone = () => new Refusal('stopping', 'the workers have gone')
