import { type Conditioned, exactly } from '../arithmetics/conditioned.ts'
import { scalar } from '../matrix.ts'
import { deviation } from './closeness.ts'
import { type Layer, runLine, type Values } from './layer.ts'
import type { Line, LineName } from './lines.ts'
import type { Changes, Mistake } from './mistake.ts'
import { MISTAKES } from './mistakes.ts'
import type { Submission, Submitted } from './submission.ts'
import type { Ground } from './walk.ts'

/** A mistake that was made, in one of the ways in which it is made. */
export interface Hypothesis {
  readonly mistake: Mistake
  readonly changes: Changes
  /** The constant `k` that was written, if there is one. */
  readonly k?: number
  readonly constants?: Values
  /** How far the submission lies from what the mistake makes, as a multiple of what rounding allows. */
  readonly deviation: number
}

/** A hypothesis, and what the values that nobody has seen were if it holds. */
export interface Explanation {
  readonly hypothesis: Hypothesis
  readonly own: Values
}

/**
 * The mistakes that would make just this value, from the submission's own values before it: made at the line itself, or
 * at one before it that was not submitted. The closest first, the simpler of two alike.
 */
export function explanations(
  { layer, submission, roundoff }: Ground,
  line: Line,
  submitted: Submitted,
  own: Values,
): Explanation[] {
  const hidden = hiddenBefore(layer, submission, line)
  const found: Explanation[] = []
  for (const { mistake, changes, k } of candidates(layer, hidden)) {
    const constants: Values | undefined =
      k === undefined ? undefined : new Map([['k', exactly(scalar(k))]])
    const values = rerun(layer, hidden, changes, own, constants)
    const off = deviation(submitted.value, values.get(line.name) as Conditioned, roundoff)
    if (off > 1) continue
    const before = new Map(values)
    before.delete(line.name)
    found.push({
      own: before,
      hypothesis: {
        ...{ mistake, changes, deviation: off },
        ...(k !== undefined && { k, constants: constants as Values }),
      },
    })
  }
  return firstOfEach(found)
}

/** One explanation for each mistake: that which changes the least. */
function firstOfEach(found: readonly Explanation[]): Explanation[] {
  const seen = new Set<string>()
  return found.filter(({ hypothesis: { mistake } }) => {
    const isNew = !seen.has(mistake.id)
    seen.add(mistake.id)
    return isNew
  })
}

interface Candidate {
  readonly mistake: Mistake
  readonly changes: Changes
  readonly k?: number
}

/** The ways to make a mistake that change one of these lines, and no submitted one before the last of them. */
function* candidates(layer: Layer, lines: readonly Line[]): Generator<Candidate> {
  const last = layer.lines.indexOf(lines.at(-1) as Line)
  const open = new Set(lines.map(({ name }) => name))
  const later = new Set(layer.lines.slice(last + 1).map(({ name }) => name))
  for (const mistake of MISTAKES) {
    if (mistake.mode !== undefined && mistake.mode !== layer.mode) continue
    if (mistake.needs === 'images' && !layer.images) continue
    if (mistake.needs === 'running' && !layer.running) continue
    for (const changes of mistake.changes) {
      const names = Object.keys(changes) as LineName[]
      const known = names.filter((name) => layer.lines.some((line) => line.name === name))
      if (!known.some((name) => open.has(name))) continue
      if (!known.every((name) => open.has(name) || later.has(name))) continue
      if (mistake.tries) for (const k of mistake.tries) yield { mistake, changes, k }
      else yield { mistake, changes }
    }
  }
}

/** A line and those before it that nobody has seen, in their order. */
function hiddenBefore(layer: Layer, submission: Submission, line: Line): Line[] {
  return layer.lines
    .slice(0, layer.lines.indexOf(line) + 1)
    .filter((each) => each === line || !submission.has(each.name))
}

/** The values of some lines run once more, with changes. */
function rerun(
  layer: Layer,
  lines: readonly Line[],
  changes: Changes,
  own: Values,
  constants: Values | undefined,
): Map<string, Conditioned> {
  const values = new Map(own)
  for (const line of lines) {
    values.set(
      line.name,
      runLine(layer, line, changes[line.name] ?? line.formula, values, constants),
    )
  }
  return values
}
