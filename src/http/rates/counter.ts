/** What a client has asked in its window of time, and how much longer that lasts, in ms and above 0. */
export interface Count {
  readonly current: number
  readonly ttl: number
}

/** Counts one more request of a client. */
export type Counter = (client: string) => Count | Promise<Count>

/** The most clients that are kept in mind, at some hundred bytes each; of more, those whose windows end first are forgotten. */
const MOST_CLIENTS = 10_000

/**
 * Counts in this process alone.
 *
 * @param window how long a window lasts, in ms, from a client's first request in it
 */
export function countHere(window: number, most = MOST_CLIENTS): Counter {
  /** In the order in which they end, since all last equally long. */
  const windows = new Map<string, { current: number; readonly end: number }>()

  function forget(now: number): void {
    for (const [client, { end }] of windows) {
      if (end > now && windows.size <= most) return
      windows.delete(client)
    }
  }

  return (client) => {
    const now = performance.now()
    let own = windows.get(client)
    if (!own || own.end <= now) {
      windows.delete(client)
      own = { current: 0, end: now + window }
      windows.set(client, own)
      forget(now)
    }
    own.current += 1
    return { current: own.current, ttl: Math.ceil(own.end - now) }
  }
}
