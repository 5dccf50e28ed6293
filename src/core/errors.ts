/**
 * What the numeric core can refuse. Each code is one row of the service's problem table.
 *
 * | code | meaning |
 * | --- | --- |
 * | `singular` | `var + eps` is 0 in some channel: nothing can be divided by it |
 * | `not-representable` | an asked-for value lies beyond float64 in some channel |
 * | `single-value` | an unbiased running variance needs at least two values per channel |
 * | `shape` | two inputs disagree in shape |
 * | `missing` | an input that this mode or convention needs was not given |
 * | `too-much-work` | a gradient check would cost more than the limit allows |
 */
export type CoreErrorCode =
  | 'singular'
  | 'not-representable'
  | 'single-value'
  | 'shape'
  | 'missing'
  | 'too-much-work'

/** Where a fault lies: the path of a field in the request, as `['running', 'mean']`. */
export type Path = readonly (string | number)[]

/** A refusal of the core: its code, a sentence, and the places in the request that caused it. */
export class CoreError extends Error {
  readonly code: CoreErrorCode
  readonly faults: readonly { detail: string; path: Path }[]

  constructor(
    code: CoreErrorCode,
    message: string,
    faults: readonly { detail: string; path: Path }[] = [],
  ) {
    super(message)
    this.name = 'CoreError'
    this.code = code
    this.faults = faults
  }
}
