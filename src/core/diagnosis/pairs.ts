import { type Candidate, candidates, type Place } from './candidates.ts'
import type { Closeness } from './closeness.ts'
import { type Explanation, explained } from './hypothesis.ts'

/** How many pairs are followed once they are found. */
const ENOUGH = 4

/** With more values per channel even a quick look at some thousand pairs takes seconds. */
const MOST_ROWS = 4096

/**
 * Two mistakes at once that make a value which no single one makes. They change different lines, so that both can have
 * been made; of a constant only those that people write are tried.
 *
 * @param fits a quick look whether candidates are worth a full one
 */
export function pairs(
  place: Place,
  closeness: Closeness,
  fits: (candidates: readonly Candidate[]) => boolean,
): Explanation[] {
  if (place.open.length === 1 || place.layer.shape.n > MOST_ROWS) return []
  const all = [...candidates(place)]
  const found: Explanation[] = []
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) {
      if (!canBoth(one, other) || !fits([one, other])) continue
      const explanation = explained(place, [one, other], closeness)
      if (explanation) found.push(explanation)
      if (found.length === ENOUGH) return found
    }
  }
  return found
}

function canBoth(one: Candidate, other: Candidate): boolean {
  if (one.mistake === other.mistake || (one.k !== undefined && other.k !== undefined)) return false
  return Object.keys(one.changes).every((name) => !(name in other.changes))
}
