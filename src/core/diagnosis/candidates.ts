import { type Conditioned, exactly } from '../arithmetics/conditioned.ts'
import { formulaOf, names } from '../formula.ts'
import { scalar } from '../matrix.ts'
import { type Layer, runLine, type Values } from './layer.ts'
import type { Line, LineName } from './lines.ts'
import type { Changes, Mistake } from './mistake.ts'
import { MISTAKES } from './mistakes.ts'
import type { Submitted } from './submission.ts'

/** A way to make a mistake, with the constant that is written. */
export interface Candidate {
  readonly mistake: Mistake
  readonly changes: Changes
  readonly k?: number
  readonly constants?: Values
  /** Of no other candidate. */
  readonly key: string
  /** Whether the constant is one that a submission told. */
  readonly fitted?: boolean
}

/** Where a value is to be explained. */
export interface Place {
  readonly layer: Layer
  /** The lines that may have been changed: this value's, and those before it that nobody has seen. */
  readonly open: readonly Line[]
  readonly submitted: Submitted
  /** The submission's values before, or what they must have been. */
  readonly own: Values
  /** What the value should have come to from these. */
  readonly expected: Conditioned
}

/** The mistakes that can be made in such a layer. */
export function possible(layer: Layer): Mistake[] {
  return MISTAKES.filter(
    ({ mode, needs }) =>
      (mode === undefined || mode === layer.mode) &&
      (needs !== 'images' || layer.images) &&
      (needs !== 'running' || layer.running),
  )
}

/** The ways that are others of the same mistake, unless there are as many examples as channels. */
const SQUARE: ReadonlySet<Changes> = new Set(
  MISTAKES.flatMap(({ changes }) => changes).filter((each) =>
    Object.values(each).some((formula) => formula.includes('turned(')),
  ),
)

/**
 * The ways to make a mistake that change one of the open lines, and no other before the last of them. A constant that
 * somebody chose is one of those that people write, or what the value itself says that it is.
 */
export function* candidates(place: Place): Generator<Candidate> {
  const { layer, open } = place
  const last = layer.lines.indexOf(open.at(-1) as Line)
  const here = new Set(open.map(({ name }) => name))
  const later = new Set(layer.lines.slice(last + 1).map(({ name }) => name))
  const made = new Set(layer.lines.map(({ name }) => name))
  for (const mistake of possible(layer)) {
    for (const [way, changes] of mistake.changes.entries()) {
      if (SQUARE.has(changes) && layer.shape.n !== layer.shape.d) continue
      const key = `${mistake.id}/${way}`
      const names = (Object.keys(changes) as LineName[]).filter((name) => made.has(name))
      if (!names.some((name) => here.has(name))) continue
      if (!names.every((name) => here.has(name) || later.has(name))) continue
      if (!mistake.tries) yield { mistake, changes, key }
      for (const { k, fitted } of constantsOf(mistake, place)) {
        yield { mistake, changes, k, constants: named(k), key: `${key}/${k}`, fitted }
      }
    }
  }
}

/** A constant as a value by its name. */
export function named(k: number): Values {
  return new Map([['k', exactly(scalar(k))]])
}

/** A constant that is no further from the right one is the right one, rounded to float32 perhaps. */
const NEARLY = 2 ** -20

function constantsOf({ tries = [], fits, instead }: Mistake, place: Place): Constant[] {
  const line = place.open.at(-1) as Line
  const formula = fits?.[line.name]
  const told = formula === undefined ? [] : fitted(formula, line, place)
  const right = instead && place.layer.inputs.get(instead)?.data[0]
  return [
    ...tries.map((k) => ({ k, fitted: false })),
    ...told.filter((k) => !tries.includes(k)).map((k) => ({ k, fitted: true })),
  ].filter(({ k }) => right === undefined || Math.abs(k - right) > NEARLY * Math.abs(right))
}

interface Constant {
  readonly k: number
  readonly fitted: boolean
}

/** How people write constants: with few digits. What is left after these was computed. */
const DIGITS = [1, 2, 3]

/** What a value says about the constant in it: the element that says it best, rounded as people would have. */
function fitted(formula: string, line: Line, { layer, submitted, own }: Place): number[] {
  if (submitted.flaw !== undefined) return []
  const read = new Map(own).set(line.name, exactly(submitted.value))
  const { data, error } = runLine(layer, line, formula, read)
  let best = -1
  for (let k = 0; k < data.length; k++) {
    if (!Number.isFinite(data[k]) || !Number.isFinite(error[k])) continue
    if (best < 0 || error[k] < error[best]) best = k
  }
  if (best < 0) return []
  const exact = data[best]
  if (exact < 0) return []
  const written = DIGITS.map((digits) => Number(exact.toPrecision(digits)))
  // Of a single channel whatever it holds would fit.
  return layer.shape.d > 1 ? [...written, exact] : written
}

/** Some mistakes made together. */
export function joint(candidates: readonly Candidate[]): {
  changes: Changes
  constants: Values | undefined
} {
  return {
    changes: Object.assign({}, ...candidates.map(({ changes }) => changes)),
    constants: candidates.find(({ constants }) => constants)?.constants,
  }
}

/** The functions through which one channel sees another. */
const ACROSS = /\b(?:across|mixed|unmixed)\(/

/** Whether a mistake takes one channel for another. */
export function mixesChannels(changes: Changes): boolean {
  return Object.values(changes).some((formula) => ACROSS.test(formula))
}

/** The lines from some values on, run once more with changes. What no change reaches stays as it is. */
export function rerun(
  layer: Layer,
  lines: readonly Line[],
  changes: Changes,
  own: Values,
  constants: Values | undefined,
): Map<string, Conditioned> {
  const values = new Map(own)
  const remade = new Set<string>()
  for (const line of lines) {
    const formula = changes[line.name] ?? line.formula
    const stays =
      formula === line.formula &&
      values.has(line.name) &&
      !names(formulaOf(formula)).some((name) => remade.has(name))
    if (stays) continue
    values.set(line.name, runLine(layer, line, formula, values, constants))
    remade.add(line.name)
  }
  return values
}
