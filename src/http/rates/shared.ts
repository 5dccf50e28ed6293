import type { Redis } from 'ioredis'
import type { Count, Counter } from './counter.ts'

/** A counter that replicas share, and what there is to say of it. */
export interface SharedCounter {
  readonly count: Counter
  /** Why the counts are not shared just now; undefined when they are. */
  concern(): string | undefined
  close(): void
}

/** What of a log is needed here. */
interface Log {
  info(message: string): void
  warn(about: object, message: string): void
}

/** How long Redis may take to answer before a request is counted without it, in ms; a healthy one takes below 1. */
const PATIENCE_MS = 250
/** How long after that nobody waits for it again. */
const PAUSE_MS = 1_000
/** The longest pause between two attempts to connect. */
const RETRY_MS = 1_000

const ALONE = 'rate limits are counted by this replica alone, since Redis can not be asked'

/**
 * Counts in Redis or Valkey, for several replicas together. While that is away, each goes on with its own counter: it
 * is said once in the log, when it begins and when it ends.
 *
 * @param window how long a window lasts, in ms, from a client's first request in it
 */
export async function countTogether(
  url: string,
  window: number,
  alone: Counter,
  log: Log,
): Promise<SharedCounter> {
  // Loaded only where somebody wants it.
  const { Redis } = await import('ioredis')
  const redis = new Redis(url, {
    commandTimeout: PATIENCE_MS,
    connectTimeout: 5_000,
    socketTimeout: 10_000,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(50 * 2 ** times, RETRY_MS),
  })
  let isAway = false
  let again = 0

  function miss(error: NodeJS.ErrnoException): void {
    again = performance.now() + PAUSE_MS
    if (isAway) return
    isAway = true
    log.warn({ reason: error.code ?? error.message }, ALONE)
  }
  function found(): void {
    again = 0
    if (!isAway) return
    isAway = false
    log.info('rate limits are shared again: Redis answers')
  }

  redis.on('error', miss).on('ready', found)
  await new Promise<void>((resolve) => {
    redis.once('ready', resolve).once('error', () => resolve())
    setTimeout(resolve, PAUSE_MS).unref()
  })

  return {
    async count(client) {
      if (redis.status !== 'ready') {
        miss(new Error('not connected'))
        return alone(client)
      }
      if (performance.now() < again) return alone(client)
      try {
        const counted = await countIn(redis, client, window)
        found()
        return counted
      } catch (error) {
        miss(error as Error)
        return alone(client)
      }
    },
    concern: () => (isAway ? ALONE : undefined),
    close: () => redis.disconnect(),
  }
}

/** One count, all of it or nothing: the window begins with the first and ends by itself. */
async function countIn(redis: Redis, client: string, window: number): Promise<Count> {
  const name = `batchnorm:rate:${client}`
  const replies = await redis.multi().set(name, 0, 'PX', window, 'NX').incr(name).pttl(name).exec()
  const [, [, current], [, ttl]] = whole(replies)
  return { current: Number(current), ttl: Math.max(1, Number(ttl)) }
}

type Replies = [error: Error | null, result: unknown][]

function whole(replies: Replies | null): [Replies[0], Replies[0], Replies[0]] {
  const failed = replies?.find(([error]) => error)?.[0]
  if (failed) throw failed
  if (replies?.length !== 3) throw new Error('Redis did not count')
  return replies as [Replies[0], Replies[0], Replies[0]]
}
