import { FINAL } from '../diagnosis/hidden.ts'
import { type Line, type LineName, wireName } from '../diagnosis/lines.ts'
import { MOST_FAULTS, Refusal } from '../errors.ts'
import { STEPS } from '../graph.ts'

/** What points are given for: the values that leave the layer, the steps of the post, or every value. */
export const RUBRIC_KINDS = ['gradient', 'step', 'value'] as const
export type RubricKind = (typeof RUBRIC_KINDS)[number]

/** How a submission is turned into points. */
export interface Rubric {
  readonly per: RubricKind
  /** In all, shared equally; or for each test by its id, and then for no other. One for each when left out. */
  readonly points?: number | Readonly<Record<string, number>> | undefined
  /** The share of its points that a value earns which is right for the submission's own earlier ones. */
  readonly follows: number
  /** The share that a value earns which has lost digits. */
  readonly precision: number
  /** The fraction of all points from which on a submission has passed. */
  readonly passAt: number
}

/** One line of a rubric: what it is given for, before anybody has submitted anything. */
export interface Test {
  readonly id: string
  readonly name: string
  readonly maxPoints: number
  readonly lines: readonly LineName[]
}

/**
 * The tests of a rubric, in the circuit's order.
 *
 * @param lines those of the layer that is graded
 * @param running whether the running statistics count also where no points are given for them
 * @throws Refusal `invalid` when points are given for something that there is not, or none are given at all
 */
export function testsOf({ per, points }: Rubric, lines: readonly Line[], running: boolean): Test[] {
  const all = KINDS[per](lines)
  if (typeof points !== 'object') {
    const counted = all.filter(({ kept }) => running || !kept)
    const each = points === undefined ? 1 : points / counted.length
    return counted.map((test) => ({ ...test, maxPoints: each }))
  }
  const ids = all.map(({ id }) => id)
  const unknown = Object.keys(points).filter((id) => !ids.includes(id))
  if (unknown.length > 0) {
    const detail = `no such test; there are ${ids.join(', ')}`
    const faults = unknown
      .slice(0, MOST_FAULTS)
      .map((id) => ({ detail, path: ['rubric', 'points', id] }))
    throw new Refusal('invalid', 'points are given for what is not graded', faults, unknown.length)
  }
  const named = all.flatMap((test) => {
    const own = points[test.id]
    return own === undefined || own === 0 ? [] : [{ ...test, maxPoints: own }]
  })
  if (named.length > 0) return named
  throw new Refusal('invalid', 'the rubric gives no points', [
    { detail: 'gives no points', path: ['rubric', 'points'] },
  ])
}

type Unpaid = Omit<Test, 'maxPoints'> & {
  /** Whether it is about the running statistics. */
  readonly kept: boolean
}

const KINDS: Readonly<Record<RubricKind, (lines: readonly Line[]) => Unpaid[]>> = {
  gradient: (lines) => lines.filter(({ name }) => FINAL.includes(name)).map(ofValue),
  value: (lines) => lines.map(ofValue),
  step: (lines) => {
    const steps = new Map<string, Line[]>()
    for (const line of lines) {
      const id = `${line.pass}-${line.step}`
      steps.set(id, [...(steps.get(id) ?? []), line])
    }
    return [...steps].map(([id, made]) => ({
      id,
      name: stepName(made as [Line, ...Line[]]),
      lines: made.map(({ name }) => name),
      kept: made[0]?.pass === 'running',
    }))
  },
}

function ofValue({ name, pass, step }: Line): Unpaid {
  const about = ABOUT[name] ?? `step ${step} of the ${pass} pass`
  return {
    id: wireName(name),
    name: `${wireName(name)}, ${about}`,
    lines: [name],
    kept: pass === 'running',
  }
}

/** What the values are that leave the layer. */
const ABOUT: Readonly<Partial<Record<LineName, string>>> = {
  out: 'the normalised, scaled and shifted batch',
  next_mean: 'the running mean after the batch',
  next_var: 'the running variance after the batch',
  dx: 'the gradient of x',
  dgamma: 'the gradient of gamma',
  dbeta: 'the gradient of beta',
}

function stepName([first, ...more]: readonly [Line, ...Line[]]): string {
  const title = STEPS.find(({ step }) => step === first.step)?.title ?? ''
  const values = [first, ...more].map(({ name }) => wireName(name)).join(', ')
  const where = first.pass === 'running' ? 'running statistics' : first.pass
  return `${where}, step ${first.step} (${title}): ${values}`
}
