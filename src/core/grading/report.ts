import type { Line } from '../diagnosis/lines.ts'
import type { GradeResult, Verdict } from './result.ts'

/** How a class has done. */
export interface ClassReport {
  readonly submissions: number
  readonly passed: number
  /** Those of which nothing could be read. */
  readonly ungradable: number
  /** The mean of the fractions, 0 to 1. */
  readonly meanFraction: number
  /** How many made which mistake, the most frequent first. Of mistakes that can't be told apart each counts. */
  readonly mistakes: readonly { readonly id: string; readonly submissions: number }[]
  /** How many went wrong at which step first, the most frequent first. */
  readonly firstWrong: readonly {
    readonly pass: Line['pass']
    readonly step: number
    readonly submissions: number
  }[]
  /** What came of each test. */
  readonly tests: readonly {
    readonly id: string
    readonly meanPoints: number
    readonly maxPoints: number
    readonly verdicts: Readonly<Partial<Record<Verdict, number>>>
  }[]
}

/** Counts things by a key. */
class Tally<Key> {
  readonly counts = new Map<Key, number>()

  add(key: Key): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }

  /** The most frequent first; of two alike the one that came first. */
  ranked(): [Key, number][] {
    return [...this.counts].sort(([, a], [, b]) => b - a)
  }
}

/** Collects the results of a class, one at a time, and keeps none of them. */
export class ClassBook {
  #submissions = 0
  #passed = 0
  #ungradable = 0
  #fractions = 0
  readonly #mistakes = new Tally<string>()
  readonly #places = new Tally<string>()
  readonly #tests = new Map<
    string,
    { points: number; maxPoints: number; verdicts: Tally<Verdict> }
  >()

  add({ passed, gradable, fraction, causes, firstWrong, tests }: GradeResult): void {
    this.#submissions += 1
    this.#passed += passed ? 1 : 0
    this.#ungradable += gradable ? 0 : 1
    this.#fractions += fraction
    for (const { id } of causes) this.#mistakes.add(id)
    if (firstWrong) this.#places.add(`${firstWrong.pass} ${firstWrong.step}`)
    for (const { id, points, maxPoints, verdict } of tests) {
      const all = this.#tests.get(id) ?? { points: 0, maxPoints, verdicts: new Tally<Verdict>() }
      all.points += points
      all.verdicts.add(verdict)
      this.#tests.set(id, all)
    }
  }

  report(): ClassReport {
    const submissions = this.#submissions
    return {
      ...{ submissions, passed: this.#passed, ungradable: this.#ungradable },
      meanFraction: this.#fractions / submissions,
      mistakes: this.#mistakes.ranked().map(([id, count]) => ({ id, submissions: count })),
      firstWrong: this.#places.ranked().map(([place, count]) => {
        const [pass, step] = place.split(' ') as [ClassReport['firstWrong'][number]['pass'], string]
        return { pass, step: Number(step), submissions: count }
      }),
      tests: [...this.#tests].map(([id, { points, maxPoints, verdicts }]) => ({
        ...{ id, maxPoints, meanPoints: points / submissions },
        verdicts: Object.fromEntries(verdicts.ranked()),
      })),
    }
  }
}
