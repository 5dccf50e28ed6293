/** Where a fault lies: the path of a field in the request, as `['running', 'mean']`. */
export type Path = readonly (string | number)[]

export interface Fault {
  readonly detail: string
  readonly path: Path
}

/** How many faults of a request are named; of the others it is told how many there are. */
export const MOST_FAULTS = 20

/**
 * A request that can't be answered: a code, a sentence, and the places in the request that are to blame. Each code
 * is a row of the problem table (schemas/problems.ts). The core refuses with
 *
 * | code | meaning |
 * | --- | --- |
 * | `singular` | `var + eps` is 0 in some channel: nothing can be divided by it |
 * | `not-representable` | a value that was asked for lies beyond float64 in some channel |
 * | `single-value` | an unbiased running variance needs at least two values per channel |
 * | `shape` | two inputs disagree in shape |
 * | `missing` | an input that this mode or convention needs was not given |
 * | `too-much-work` | a gradient check would cost more than the limit allows |
 */
export class Refusal extends Error {
  readonly code: string
  readonly faults: readonly Fault[]
  /** How many faults there are in all; `faults` may hold only the first of them. */
  readonly total: number

  constructor(code: string, message: string, faults: readonly Fault[] = [], total = faults.length) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.faults = faults
    this.total = total
  }
}

/** Channels in words: at most ten by number, the rest by count. */
export function listed(channels: readonly number[]): string {
  const shown = channels.slice(0, 10).join(', ')
  const more = channels.length > 10 ? ` and ${channels.length - 10} more` : ''
  return `${channels.length === 1 ? 'channel' : 'channels'} ${shown}${more}`
}
