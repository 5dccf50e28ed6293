import { signedNumbers } from '../../src/core/random.ts'

/** Chances that fall the same way for the same seed. */
export interface Dice {
  /** A whole number from 0 to below `count`. */
  below(count: number): number
  /** One of a list. */
  one<T>(list: readonly T[]): T
}

export function diceOf(seed: number): Dice {
  const next = signedNumbers(seed, 'fuzz')
  const below = (count: number) => Math.floor(((next() + 1) / 2) * count)
  return { below, one: (list) => list[below(list.length)] as never }
}
