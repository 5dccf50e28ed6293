import { candidates, type Place } from './candidates.ts'
import type { Ground } from './ground.ts'
import { type Explanation, explained } from './hypothesis.ts'
import type { Values } from './layer.ts'
import { type Line, type LineName, sourcesOf } from './lines.ts'
import { pairs } from './pairs.ts'
import { screened } from './screen.ts'
import type { Submitted } from './submission.ts'

/**
 * The mistakes that would make just this value, from the submission's own values before it: made at the line itself, or
 * at one before it that was not submitted. Two at once, when no single one does.
 *
 * @param settled values before it that are accounted for, and so all that they are made of
 */
export function explanations(
  ground: Ground,
  line: Line,
  submitted: Submitted,
  own: Values,
  settled: readonly LineName[],
): Explanation[] {
  if (submitted.value.data.length === 0) return []
  const { layer, closeness } = ground
  const place: Place = { layer, open: openAt(ground, line, settled), submitted, own }
  const fits = screened(place, closeness)
  const alone = [...candidates(place)].flatMap((one) => {
    if (!fits([one])) return []
    const found = explained(place, [one], closeness)
    return found ? [found] : []
  })
  if (alone.length > 0) return withoutGuesses(alone)
  return pairs(place, closeness, fits)
}

/** A constant that fits is no news where a mistake without one does as well. */
function withoutGuesses(found: readonly Explanation[]): Explanation[] {
  const plain = found.filter(({ hypotheses: [{ k }] }) => k === undefined)
  if (plain.length > 0) return plain
  const seen = new Set<object>()
  return found.filter(({ hypotheses: [{ changes }] }) => !seen.has(changes) && seen.add(changes))
}

/** A line and those before it, in their order, that nobody has seen and of which nothing submitted shows that they are right. */
function openAt({ layer, submission }: Ground, line: Line, settled: readonly LineName[]): Line[] {
  const known = sourcesOf(settled, layer.lines)
  return layer.lines
    .slice(0, layer.lines.indexOf(line) + 1)
    .filter((each) => each === line || !(submission.has(each.name) || known.has(each.name)))
}
