import type { Conditioned } from '../arithmetics/conditioned.ts'
import { roundedOnce } from '../arithmetics/conditioned.ts'
import { deviation } from './closeness.ts'
import { explanations, type Hypothesis } from './explain.ts'
import { type Layer, runLine, type Values } from './layer.ts'
import type { Line, LineName } from './lines.ts'
import type { Submission, Submitted } from './submission.ts'

/** What is said of one value. */
export type Judgement = 'correct' | 'follows' | 'wrong' | 'shape' | 'not-finite' | 'missing'

/** What came of one line: the judgement, and for a wrong value what explains it, if anything does. */
export interface Finding {
  readonly line: Line
  readonly judgement: Judgement
  /** What the line should have come to, from the submission's own values before it. */
  readonly expected: Conditioned
  readonly submitted: Submitted | undefined
  readonly explained: readonly Hypothesis[]
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
}

/** What stays the same on all walks through one submission. */
export interface Ground {
  readonly layer: Layer
  readonly truth: ReadonlyMap<LineName, Conditioned>
  readonly submission: Submission
  readonly roundoff: number
}

/** How many explanations of one value are followed to the end. */
const MOST_FOLLOWED = 6

/**
 * Judges every line of a submission: by the truth, by what follows from the submission's own values, and by the mistakes
 * that explain the rest. Where several explain a value, the one is kept that leaves the least unexplained further on.
 */
export function walk(
  ground: Ground,
  from = 0,
  point: Point = { own: new Map(), hypotheses: [] },
): Walk {
  const { layer, submission } = ground
  const own = new Map(point.own)
  const findings: Finding[] = []
  for (let at = from; at < layer.lines.length; at++) {
    const line = layer.lines[at] as Line
    const expected = expectedAt(ground, line, own, point.hypotheses)
    const submitted = submission.get(line.name)
    const finding = { line, expected, submitted, explained: [] }
    if (!submitted || submitted.flaw === 'not-finite') {
      own.set(line.name, expected)
      findings.push({ ...finding, judgement: submitted ? 'not-finite' : 'missing' })
      continue
    }
    const judgement = judged(ground, line, submitted, own, point.hypotheses)
    if (judgement !== 'wrong') {
      own.set(line.name, taken(submitted, expected))
      findings.push({ ...finding, judgement })
      continue
    }
    const found = explanations(ground, line, submitted, own)
    const walks = (found.length > 0 ? found.slice(0, MOST_FOLLOWED) : [undefined]).map((one) => {
      const before = one ? one.own : own
      const next = {
        own: new Map(before).set(line.name, taken(submitted, expected)),
        hypotheses: one ? [...point.hypotheses, one.hypothesis] : point.hypotheses,
      }
      return { one, rest: walk(ground, at + 1, next) }
    })
    const least = Math.min(...walks.map(({ rest }) => unexplained(rest)))
    const best = walks.filter(({ rest }) => unexplained(rest) === least)
    const [{ rest }] = best as [(typeof walks)[number]]
    const explained = best.flatMap(({ one }) => (one ? [one.hypothesis] : []))
    return {
      findings: [
        ...findings,
        { ...finding, explained, judgement: submitted.flaw ?? 'wrong' },
        ...rest.findings,
      ],
      hypotheses: rest.hypotheses.length > 0 ? rest.hypotheses : explained.slice(0, 1),
    }
  }
  return { findings, hypotheses: point.hypotheses }
}

/** Wrong values count, and those that nothing explains count much more. */
function unexplained({ findings }: Walk): number {
  return findings.reduce((sum, { judgement, explained }) => {
    const wrong = judgement === 'wrong' || judgement === 'shape'
    return sum + (wrong ? (explained.length > 0 ? 1 : 100) : 0)
  }, 0)
}

/** What a value was, for the lines that follow: as submitted, unless its shape is of no use. */
function taken({ value, flaw }: Submitted, expected: Conditioned): Conditioned {
  const fits = value.n === expected.n && value.d === expected.d
  return flaw === 'shape' && !fits ? expected : roundedOnce(value)
}

/** What a line comes to from the submission's values, and the mistakes it is known to have made. */
function expectedAt(
  { layer }: Ground,
  line: Line,
  own: Values,
  hypotheses: readonly Hypothesis[],
): Conditioned {
  const changed = hypotheses.findLast(({ changes }) => changes[line.name] !== undefined)
  return runLine(layer, line, changed?.changes[line.name] ?? line.formula, own, changed?.constants)
}

function judged(
  { layer, truth, roundoff }: Ground,
  line: Line,
  { value, flaw }: Submitted,
  own: Values,
  hypotheses: readonly Hypothesis[],
): 'correct' | 'follows' | 'wrong' {
  const isClose = (expected: Conditioned) => deviation(value, expected, roundoff) <= 1
  if (flaw === undefined && isClose(truth.get(line.name) as Conditioned)) return 'correct'
  const formulas = flaw === undefined ? [line.formula, ...line.equivalents] : []
  if (formulas.some((formula) => isClose(runLine(layer, line, formula, own)))) return 'follows'
  const follows = hypotheses.some(({ changes, constants }) => {
    const formula = changes[line.name]
    return formula !== undefined && isClose(runLine(layer, line, formula, own, constants))
  })
  return follows ? 'follows' : 'wrong'
}
