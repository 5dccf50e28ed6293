import type { LineName } from './lines.ts'

/** What a mistake changes: formulas of some lines, in the language of the circuit's own. */
export type Changes = Readonly<Partial<Record<LineName, string>>>

/**
 * A mistake that people make, as data: a change to the circuit that can be run. Adding one is adding one entry to a
 * table in this folder.
 *
 * Beside the names of the circuit a formula may use N, D, the number of images B, `keep` and `bessel` (see lines.ts), a
 * constant `k` out of `tries`, and the functions of functions.ts.
 */
export interface Mistake {
  readonly id: string
  /** The value at which it first shows. */
  readonly at: LineName
  /** What was done, as a sentence without its full stop. */
  readonly title: string
  /** A question that leads there and gives nothing away. */
  readonly nudge: string
  /** The ways in which it is made: alone, or with what follows from it done consistently. */
  readonly changes: readonly Changes[]
  /** Constants `k` that people write. */
  readonly tries?: readonly number[]
  /** What a value says about `k`, from itself and the values before it. */
  readonly fits?: Changes
  /** What should stand where `k` does. */
  readonly instead?: 'eps' | 'keep'
  /** Whether hardly anybody makes it any more: of several that can't be told apart it is named last. */
  readonly seldom?: true
  /** The mode it can be made in; either, when left out. */
  readonly mode?: 'train' | 'eval'
  /** Whether it needs more than two axes, or running statistics. */
  readonly needs?: 'images' | 'running'
}
