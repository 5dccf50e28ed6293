import { type Conditioned, roundedOnce } from '../arithmetics/conditioned.ts'
import { deviation } from './closeness.ts'
import { explanations, searchAt } from './explain.ts'
import type { Ground } from './ground.ts'
import type { Explanation, Hypothesis } from './hypothesis.ts'
import { runLine, type Values } from './layer.ts'
import type { Line, LineName } from './lines.ts'
import { isExplainedBy, losesDigits } from './lost-digits.ts'
import { pairs } from './pairs.ts'
import type { Submitted } from './submission.ts'

/** What is said of one value. */
export type Judgement =
  | 'correct'
  | 'follows'
  | 'precision'
  | 'wrong'
  | 'shape'
  | 'not-finite'
  | 'missing'

/** What is known at some point of a walk. */
export interface Point {
  /** The submission's values so far, or what they must have been. */
  readonly own: Values
  readonly hypotheses: readonly Hypothesis[]
  /** Whether everything so far was right. */
  readonly clean: boolean
  /** The submitted values that are accounted for: no mistake before them is unknown. */
  readonly settled: readonly LineName[]
}

export const START: Point = { own: new Map(), hypotheses: [], clean: true, settled: [] }

/** What is said of a line, and how it can go on from there: in one way, or by each mistake that explains the value. */
export interface Judged {
  readonly judgement: Judgement
  /** Whether it is another value than a mistake made before would make it. */
  readonly belies?: boolean
  readonly ways: readonly { readonly by?: Explanation; readonly next: Point }[]
}

/** How many explanations of the first wrong value are followed to the end, how many of the second; of others one. */
const FOLLOWED = [6, 3]

/**
 * Judges one line: by the truth, by what follows from the submission's own values, and by the mistakes that explain the
 * rest.
 */
export function judge(ground: Ground, line: Line, point: Point): Judged {
  const { own, hypotheses, clean, settled } = point
  const expected = expectedAt(ground, line, point)
  const submitted = ground.submission.get(line.name)
  const onWith = (value: Conditioned, more: Partial<Point>): Point => ({
    ...{ ...point, ...more },
    own: new Map(own).set(line.name, value),
  })
  if (!submitted) return { judgement: 'missing', ways: [{ next: onWith(expected, {}) }] }
  if (submitted.flaw === 'not-finite') {
    return { judgement: 'not-finite', ways: [{ next: onWith(expected, { clean: false }) }] }
  }
  const value = taken(submitted, expected)
  const known = compared(ground, line, submitted, point)
  if (known) {
    const next = { clean: clean && known === 'correct', settled: [...settled, line.name] }
    const belies = hypotheses.some((each) => isBelied(ground, line, submitted, own, each))
    return { judgement: known, belies, ways: [{ next: onWith(value, next) }] }
  }
  const search = searchAt(ground, line, { submitted, own, expected, settled, clean })
  const alone = explanations(search)
  const sure = isExplainedBy(alone, submitted, expected)
  if (!sure && losesDigits(ground, line, submitted, expected)) {
    return { judgement: 'precision', ways: [{ next: onWith(value, { clean: false }) }] }
  }
  const found = alone.length > 0 ? alone : pairs(search)
  const judgement = submitted.flaw ?? 'wrong'
  if (found.length === 0) return { judgement, ways: [{ next: onWith(value, { clean: false }) }] }
  const followed = found.slice(0, FOLLOWED[hypotheses.length] ?? 1)
  return {
    judgement,
    ways: followed.map((by) => ({ by, next: afterMistake(by, line, submitted, point) })),
  }
}

/** How it goes on when a mistake was made: the values that nobody has seen were what it makes of them. */
function afterMistake(
  { own, hypotheses }: Explanation,
  { name }: Line,
  { value }: Submitted,
  point: Point,
): Point {
  return {
    own: new Map(own).set(name, roundedOnce(value)),
    hypotheses: [...point.hypotheses, ...hypotheses],
    clean: false,
    settled: [...point.settled, name],
  }
}

/** What a value was, for the lines that follow: as submitted, unless its shape is of no use. */
function taken({ value, flaw }: Submitted, expected: Conditioned): Conditioned {
  const fits = value.n === expected.n && value.d === expected.d
  return flaw === 'shape' && !fits ? expected : roundedOnce(value)
}

/** What a line comes to from the submission's values, and the mistakes it is known to have made. */
function expectedAt(
  { layer, truth }: Ground,
  line: Line,
  { own, hypotheses, clean }: Point,
): Conditioned {
  if (clean) return truth.get(line.name) as Conditioned
  const changed = hypotheses.findLast(({ changes }) => changes[line.name] !== undefined)
  return runLine(layer, line, changed?.changes[line.name] ?? line.formula, own, changed?.constants)
}

/** Whether a mistake changes this line too, and this is not what it makes of it. */
function isBelied(
  { layer, closeness }: Ground,
  line: Line,
  { value }: Submitted,
  own: Values,
  { changes, constants }: Hypothesis,
): boolean {
  const formula = changes[line.name]
  if (formula === undefined) return false
  return deviation(value, runLine(layer, line, formula, own, constants), closeness) > 1
}

/** What comparing says of a value; undefined when it is wrong. */
function compared(
  { layer, truth, closeness }: Ground,
  line: Line,
  { value, flaw }: Submitted,
  { own, hypotheses, clean }: Point,
): 'correct' | 'follows' | 'precision' | undefined {
  const isClose = (expected: Conditioned) => deviation(value, expected, closeness) <= 1
  const comesTo = (formula: string, constants?: Values) =>
    isClose(runLine(layer, line, formula, own, constants))
  // Where all that it is made of is right, it differs by the rounding of those alone.
  if (flaw === undefined && isClose(truth.get(line.name) as Conditioned)) return 'correct'
  if (comesTo(line.formula)) return clean ? 'correct' : 'follows'
  if (flaw === undefined) {
    if (line.equivalents.some((formula) => comesTo(formula))) return clean ? 'precision' : 'follows'
  }
  const follows = hypotheses.some(({ changes, constants }) => {
    const formula = changes[line.name]
    return formula !== undefined && comesTo(formula, constants)
  })
  return follows ? 'follows' : undefined
}
