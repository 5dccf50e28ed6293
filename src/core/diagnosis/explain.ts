import { candidates, type Place } from './candidates.ts'
import type { Closeness } from './closeness.ts'
import type { Ground } from './ground.ts'
import { type Explanation, explained } from './hypothesis.ts'
import { type Line, type LineName, sourcesOf } from './lines.ts'
import { type Fits, screened } from './screen.ts'

/** Where a wrong value is to be explained, and with what it is compared. */
export interface Search {
  readonly place: Place
  readonly closeness: Closeness
  /** A quick look whether candidates are worth a full one. */
  readonly fits: Fits
}

/**
 * The mistakes that would make just this value, from the submission's own values before it: made at the line itself, or
 * at one before it that was not submitted.
 *
 * @param expected what the line should have come to
 * @param settled values before it that are accounted for, and so all that they are made of
 * @param clean whether all before it is right
 */
export function searchAt(
  { reference, layer, submission, closeness }: Ground,
  line: Line,
  {
    submitted,
    own,
    expected,
    settled,
    clean,
  }: Omit<Place, 'layer' | 'open'> & { settled: readonly LineName[]; clean: boolean },
): Search {
  const known = sourcesOf(settled, layer.lines)
  const open = layer.lines
    .slice(0, layer.lines.indexOf(line) + 1)
    .filter((each) => each === line || !(submission.has(each.name) || known.has(each.name)))
  const rehearsal = clean ? reference.rehearsal(closeness.roundoff) : undefined
  const place = { layer, open, submitted, own, expected }
  return { place, closeness, fits: screened(place, closeness, rehearsal) }
}

/** The single mistakes that would make a value. */
export function explanations({ place, closeness, fits }: Search): Explanation[] {
  if (place.submitted.value.data.length === 0) return []
  const found = [...candidates(place)].flatMap((one) => {
    const explanation = fits([one]) ? explained(place, [one], closeness) : undefined
    return explanation ?? []
  })
  return withoutGuesses(found)
}

/** A constant that fits is no news where a mistake without one does as well. */
function withoutGuesses(found: readonly Explanation[]): Explanation[] {
  const plain = found.filter(({ hypotheses: [{ k }] }) => k === undefined)
  if (plain.length > 0) return plain
  const seen = new Set<object>()
  return found.filter(({ hypotheses: [{ changes }] }) => !seen.has(changes) && seen.add(changes))
}
