/** The work of many requests, in slices of the loop. */
export interface Turns {
  /** Does something now, or when those before it have had their turn. What is urgent goes before all that is not. */
  take(task: () => void, isUrgent?: boolean): void
  /** Settles when there is time; undefined when that is now. */
  own(): Promise<void> | undefined
}

/** After so much work the loop turns: looks at its sockets and timers, and answers whoever asks for our health. */
const SLICE_MS = 5

/**
 * Requests come in herds: a thousand connections at once, or hundreds in one piece of one connection. Each alone is
 * done in some milliseconds, but the engine would do all of them before it looks up. So each takes its turn here when
 * it begins, and again when it computes.
 */
export function takeTurns(): Turns {
  const urgent: (() => void)[] = []
  const waiting: (() => void)[] = []
  /** When the slice that has begun is over. */
  let end: number | undefined

  const isTime = () => {
    end ??= begin()
    return performance.now() < end
  }
  function begin(): number {
    setImmediate(proceed)
    return performance.now() + SLICE_MS
  }
  function proceed(): void {
    end = undefined
    if (urgent.length + waiting.length === 0) return
    while (isTime() && urgent.length > 0) urgent.shift()?.()
    // One in any case, so that nobody waits for ever.
    do waiting.shift()?.()
    while (isTime() && waiting.length > 0)
  }
  function take(task: () => void, isUrgent = false): void {
    const isFirst = urgent.length === 0 && (isUrgent || waiting.length === 0)
    // Asked in any case: whoever waits is called after the slice that this begins.
    if (isTime() && isFirst) task()
    else (isUrgent ? urgent : waiting).push(task)
  }
  return {
    take,
    own: () =>
      isTime() && waiting.length === 0 ? undefined : new Promise<void>((resolve) => take(resolve)),
  }
}
