import type { Conditioned } from '../arithmetics/conditioned.ts'
import { type Matrix, matrix } from '../matrix.ts'
import { type Candidate, joint, type Place, rerun } from './candidates.ts'
import { type Closeness, deviation } from './closeness.ts'
import type { Values } from './layer.ts'
import type { Line } from './lines.ts'
import type { Changes, Mistake } from './mistake.ts'

/** A mistake that was made, in one of the ways in which it is made. */
export interface Hypothesis {
  readonly mistake: Mistake
  readonly changes: Changes
  /** The constant `k` that was written, if there is one; and the same as a value to compute with. */
  readonly k?: number
  readonly constants?: Values
  /** How far the submission lies from what the mistake makes: as a multiple of what rounding allows, and at most. */
  readonly deviation: number
  readonly distance: number
}

/** A formula as it stands with its constant put in. */
export function spelled(formula: string, k: number | undefined): string {
  return k === undefined ? formula : formula.replaceAll(/\bk\b/g, String(k))
}

/** Mistakes that together make a value, and what the values that nobody has seen were if they were made. */
export interface Explanation {
  readonly hypotheses: readonly [Hypothesis, ...Hypothesis[]]
  readonly own: Values
}

/** What candidates make of a value, if that is what was submitted. */
export function explained(
  { layer, open, submitted, own, expected }: Place,
  candidates: readonly [Candidate, ...Candidate[]],
  closeness: Closeness,
): Explanation | undefined {
  const line = open.at(-1) as Line
  const { changes, constants } = joint(candidates)
  const values = rerun(layer, open, changes, own, constants)
  const made = values.get(line.name) as Conditioned
  const off = deviation(submitted.value, made, closeness)
  if (off > 1) return undefined
  // What is so far off by rounding alone that the right value would pass for it explains nothing.
  if (deviation(expected, made, closeness) <= 1) return undefined
  // Nor do mistakes that cancel each other out, where something that is no formula left nothing over.
  if (candidates.length > 1 && deviation(zeros(made), made, closeness) <= 1) return undefined
  values.delete(line.name)
  const distance = distanceOf(submitted.value.data, made.data)
  const [first, ...more] = candidates
  const held = (each: Candidate): Hypothesis => ({ ...each, deviation: off, distance })
  return { hypotheses: [held(first), ...more.map(held)], own: values }
}

const zeros = ({ n, d }: Conditioned): Matrix => matrix(n, d)

/** The largest difference between two lists of numbers; 0 beyond the end of the shorter. */
export function distanceOf(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, v, k) => Math.max(most, Math.abs(v - (b[k] ?? v))), 0)
}
