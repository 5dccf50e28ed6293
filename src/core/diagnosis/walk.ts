import { type Conditioned, roundedOnce } from '../arithmetics/conditioned.ts'
import { deviation } from './closeness.ts'
import { explanations, searchAt } from './explain.ts'
import type { Ground } from './ground.ts'
import type { Explanation, Hypothesis } from './hypothesis.ts'
import { type Layer, runLine, type Values } from './layer.ts'
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

/** What came of one line: the judgement, and for a wrong value what explains it, if anything does. */
export interface Finding {
  readonly line: Line
  readonly judgement: Judgement
  readonly submitted: Submitted | undefined
  /** What explains a wrong value: one mistake, or two made together. Several can't be told apart by what was submitted. */
  readonly explained: readonly Explanation[]
  /** Whether it is another value than a mistake made before would make it, as that mistake is usually made. */
  readonly belies?: boolean
}

/** A walk through the lines of a submission, each judged by what came before it. */
export interface Walk {
  readonly findings: readonly Finding[]
  readonly hypotheses: readonly Hypothesis[]
}

/** What is known at some point of a walk. */
interface Point {
  /** The submission's values so far, or what they must have been. */
  readonly own: Map<string, Conditioned>
  readonly hypotheses: readonly Hypothesis[]
  /** Whether everything so far was right. */
  readonly clean: boolean
  /** The submitted values that are accounted for: no mistake before them is unknown. */
  readonly settled: readonly LineName[]
}

const START: Point = { own: new Map(), hypotheses: [], clean: true, settled: [] }

/** How many explanations of the first wrong value are followed to the end, how many of the second; of others one. */
const FOLLOWED = [6, 3]

/**
 * Judges every line of a submission: by the truth, by what follows from the submission's own values, and by the mistakes
 * that explain the rest. Where several explain a value, the one is kept that leaves the least unexplained further on.
 */
export function walk(ground: Ground, from = 0, point = START): Walk {
  const { layer, truth, submission } = ground
  const own = new Map(point.own)
  const findings: Finding[] = []
  const settled = [...point.settled]
  let { clean } = point
  for (let at = from; at < layer.lines.length; at++) {
    const line = layer.lines[at] as Line
    const expected = clean
      ? (truth.get(line.name) as Conditioned)
      : expectedAt(layer, line, own, point.hypotheses)
    const submitted = submission.get(line.name)
    const finding = { line, submitted, explained: [] }
    if (!submitted || submitted.flaw === 'not-finite') {
      own.set(line.name, expected)
      findings.push({ ...finding, judgement: submitted ? 'not-finite' : 'missing' })
      clean &&= submitted === undefined
      continue
    }
    const judgement = judged(ground, line, submitted, { ...point, own, clean })
    if (judgement !== 'wrong') {
      const belies = point.hypotheses.some((each) => isBelied(ground, line, submitted, own, each))
      own.set(line.name, taken(submitted, expected))
      settled.push(line.name)
      findings.push({ ...finding, judgement, ...(belies && { belies }) })
      clean &&= judgement === 'correct'
      continue
    }
    const search = searchAt(ground, line, { submitted, own, expected, settled, clean })
    const alone = explanations(search)
    const sure = isExplainedBy(alone, submitted, expected)
    if (!sure && losesDigits(ground, line, submitted, expected)) {
      own.set(line.name, taken(submitted, expected))
      findings.push({ ...finding, judgement: 'precision' })
      clean = false
      continue
    }
    const found = alone.length > 0 ? alone : pairs(search)
    const most = FOLLOWED[point.hypotheses.length] ?? 1
    const walks = (found.length > 0 ? found.slice(0, most) : [undefined]).map((one) => {
      const before = one ? one.own : own
      const next = {
        own: new Map(before).set(
          line.name,
          one ? roundedOnce(submitted.value) : taken(submitted, expected),
        ),
        hypotheses: one ? [...point.hypotheses, ...one.hypotheses] : point.hypotheses,
        clean: false,
        settled: one ? [...settled, line.name] : settled,
      }
      return { one, rest: walk(ground, at + 1, next) }
    })
    const least = Math.min(...walks.map(({ rest }) => unexplained(rest)))
    const best = walks.filter(({ rest }) => unexplained(rest) === least)
    const [{ rest }] = best as [(typeof walks)[number]]
    const explained = best.flatMap(({ one }) => one ?? [])
    return {
      findings: [
        ...findings,
        { ...finding, explained, judgement: submitted.flaw ?? 'wrong' },
        ...rest.findings,
      ],
      hypotheses: rest.hypotheses,
    }
  }
  return { findings, hypotheses: point.hypotheses }
}

/** Wrong values count, and those that nothing explains count much more; between equals, those that belie a mistake. */
function unexplained({ findings }: Walk): number {
  return findings.reduce((sum, { judgement, explained, belies }) => {
    const wrong = judgement === 'wrong' || judgement === 'shape'
    return sum + (wrong ? (explained.length > 0 ? 1 : 100) : belies ? 0.5 : 0)
  }, 0)
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

/** What a value was, for the lines that follow: as submitted, unless its shape is of no use. */
function taken({ value, flaw }: Submitted, expected: Conditioned): Conditioned {
  const fits = value.n === expected.n && value.d === expected.d
  return flaw === 'shape' && !fits ? expected : roundedOnce(value)
}

/** What a line comes to from the submission's values, and the mistakes it is known to have made. */
function expectedAt(
  layer: Layer,
  line: Line,
  own: Values,
  hypotheses: readonly Hypothesis[],
): Conditioned {
  const changed = hypotheses.findLast(({ changes }) => changes[line.name] !== undefined)
  return runLine(layer, line, changed?.changes[line.name] ?? line.formula, own, changed?.constants)
}

function judged(
  { layer, truth, closeness }: Ground,
  line: Line,
  { value, flaw }: Submitted,
  { own, hypotheses, clean }: Point,
): 'correct' | 'follows' | 'precision' | 'wrong' {
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
  return follows ? 'follows' : 'wrong'
}
