import type { Judgement } from '../diagnosis/judge.ts'
import type { Line } from '../diagnosis/lines.ts'

/** What is said of one value of a submission. */
export type Verdict = Judgement

/** One line of a rubric, and what came of it. */
export interface TestResult {
  /** `dx`, or for a step of the post `forward-4`: unique within a result, and the same from one submission to the next. */
  readonly id: string
  /** For people: `dx, the gradient of x`. */
  readonly name: string
  /** Points given, 0 to maxPoints. */
  readonly points: number
  readonly maxPoints: number
  /** Whether all points were given. */
  readonly passed: boolean
  readonly verdict: Verdict
  /** One or a few sentences of plain text, at most LONGEST_MESSAGE characters. */
  readonly message: string
}

/** A cause that explains what is wrong; see the diagnosis. */
export interface CauseFound {
  readonly id: string
  /** The step in the post's numbering. */
  readonly step: number
  readonly pass: Line['pass']
  /** 0 to 1. */
  readonly confidence: number
}

/** What came of grading one submission: the one result of which every platform's document is a translation. */
export interface GradeResult {
  /** 0 to maxScore. */
  readonly score: number
  /** Above 0. */
  readonly maxScore: number
  /** score / maxScore, 0 to 1. */
  readonly fraction: number
  readonly passed: boolean
  /** false when nothing of the submission could be read as numbers: the score is 0, and `message` says why. */
  readonly gradable: boolean
  /** A few sentences of plain text, lines separated by `\n`, at most LONGEST_MESSAGE characters. */
  readonly message: string
  /** In the rubric's order; at least one. */
  readonly tests: readonly TestResult[]
  /** The first step that went wrong, in the post's numbering; null when none did. */
  readonly firstWrong: {
    readonly pass: Line['pass']
    readonly step: number
    readonly name: string
  } | null
  /** Best first. */
  readonly causes: readonly CauseFound[]
  /** For the student, from a nudge to the formula, as far as the request allows. */
  readonly hints: readonly string[]
}

/** The most characters of a message. */
export const LONGEST_MESSAGE = 2000
