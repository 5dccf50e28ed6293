import { type Candidate, candidates, mixesChannels } from './candidates.ts'
import type { Search } from './explain.ts'
import { type Explanation, explained } from './hypothesis.ts'

/** How many pairs are followed once they are found. */
const MOST_FOUND = 4

/** With more values per channel even a quick look at some thousand pairs takes seconds. */
const MOST_ROWS = 512

/** What mixes channels is looked at in full, and with more numbers some thousand pairs take seconds as well. */
const MOST_NUMBERS = 1024

/**
 * Two mistakes at once that make a value which no single one makes. They change different lines, so that both can have
 * been made; of a constant only those that people write are tried.
 */
export function pairs({ place, closeness, fits }: Search): Explanation[] {
  if (!differsMostly(place.submitted.value.data, place.expected.data)) return []
  const { n, d } = place.layer.shape
  if (place.open.length === 1 || n > MOST_ROWS) return []
  const all = [...candidates(place)].filter(
    ({ changes }) => n * d <= MOST_NUMBERS || !mixesChannels(changes),
  )
  const found: Explanation[] = []
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) {
      if (!canBoth(one, other) || !fits([one, other])) continue
      const explanation = explained(place, [one, other], closeness)
      if (explanation) found.push(explanation)
      if (found.length === MOST_FOUND) return found
    }
  }
  return found
}

/** Beyond the rounding of most computations. */
const NEARLY = 2 ** -40

/** Whether most numbers are wrong: formulas spoil all of them, and a fault in a few is no matter of formulas. */
function differsMostly(a: Float64Array, b: Float64Array): boolean {
  return 2 * a.filter((v, k) => Math.abs(v - (b[k] ?? 0)) > NEARLY * Math.abs(v)).length > a.length
}

function canBoth(one: Candidate, other: Candidate): boolean {
  if (one.mistake === other.mistake || (one.k !== undefined && other.k !== undefined)) return false
  return Object.keys(one.changes).every((name) => !(name in other.changes))
}
