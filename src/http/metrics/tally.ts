type Label = string | number

/**
 * Leaves by up to three labels, in maps within each other: finding one makes no new string and costs some tens of
 * nanoseconds, where the client's own counters take four hundred, and a small computation has five to make.
 */
export class Tally<Leaf> {
  readonly #leaves = new Map<Label, Map<Label, Map<Label, Leaf>>>()
  readonly #make: () => Leaf

  constructor(make: () => Leaf) {
    this.#make = make
  }

  at(first: Label, second: Label = '', third: Label = ''): Leaf {
    return this.#leaves
      .getOrInsertComputed(first, branch<Map<Label, Leaf>>)
      .getOrInsertComputed(second, branch<Leaf>)
      .getOrInsertComputed(third, this.#make)
  }

  /** Every leaf with its labels, in the order of their first coming. */
  *[Symbol.iterator](): Generator<[labels: [Label, Label, Label], leaf: Leaf]> {
    for (const [first, seconds] of this.#leaves) {
      for (const [second, thirds] of seconds) {
        for (const [third, leaf] of thirds) yield [[first, second, third], leaf]
      }
    }
  }
}

const branch = <Twig>() => new Map<Label, Twig>()

/** A number that grows. */
export class Count {
  value = 0
}

/** Seconds, from a tenth of a millisecond to longer than anything may take, in steps of about three. */
export const BOUNDS: readonly number[] = [
  ...[0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
]

/** How many durations lie up to each bound and above the one before; the last, above all of them. */
export class Durations {
  readonly counts: number[] = Array(BOUNDS.length + 1).fill(0)
  sum = 0

  add(seconds: number): void {
    let k = 0
    while (seconds > (BOUNDS[k] as number)) k += 1
    this.counts[k] = (this.counts[k] as number) + 1
    this.sum += seconds
  }
}
