import { STEPS } from '../graph.ts'
import type { Cause } from './causes.ts'
import { type Line, type LineName, wireName } from './lines.ts'
import type { Submitted } from './submission.ts'

/** How much a hint gives away: a nudge, the step, the formula. */
export type HintLevel = 1 | 2 | 3

export interface Hint {
  readonly level: HintLevel
  readonly text: string
}

/**
 * Help for whoever wrote the code, from a question to the answer.
 *
 * @param first the line that went wrong first
 * @param submitted what came instead of its value
 * @param causes what explains it, as far as anything does: one mistake, or several that can't be told apart
 * @param decidedBy the value that would tell them apart
 */
export function hintsFor(
  first: Line,
  submitted: Submitted | undefined,
  causes: readonly Cause[],
  decidedBy: LineName | undefined,
): readonly Hint[] {
  const [cause, ...others] = causes
  if (!cause) {
    return [
      { level: 1, text: nudgeFor(first, submitted) },
      { level: 2, text: `Look at ${placeOf(first)}.` },
      { level: 3, text: `It should be ${wireName(first.name)} = ${first.formula}.` },
    ]
  }
  const places = [...new Set(causes.map(({ line }) => placeOf(line)))]
  const decide =
    decidedBy === undefined ? '' : ` Hand in ${wireName(decidedBy)} as well to see which.`
  return [
    { level: 1, text: cause.hypothesis.mistake.nudge },
    { level: 2, text: `Look at ${places.join(', or at ')}.${places.length > 1 ? decide : ''}` },
    { level: 3, text: [cause, ...others].map(answer).join(' Or: ') },
  ]
}

function placeOf({ pass, step, name }: Line): string {
  const title = STEPS.find((each) => each.step === step)?.title ?? ''
  return `step ${step} of the ${PASS[pass]}, ${wireName(name)}${title && ` (${title})`}`
}

function answer({ hypothesis: { mistake }, wrong, right }: Cause): string {
  return `${mistake.title}: you have ${wrong}, and it should be ${right}.`
}

const PASS = {
  forward: 'forward pass',
  running: 'running statistics',
  backward: 'backward pass',
} as const

function nudgeFor(line: Line, submitted: Submitted | undefined): string {
  const said = `${wireName(line.name)} ${submitted?.detail ?? ''}`
  if (submitted?.flaw === 'not-finite')
    return `${said}: which division, or which root, can not be taken?`
  if (submitted?.flaw === 'shape') return `${said}: what is it that the code returns there?`
  const sums = line.formula.includes('sum(')
  const back = line.pass === 'backward'
  if (sums) return 'Over which axis does the sum go, and is it divided by anything?'
  return back
    ? 'Take the derivative of this one step by itself: what does it multiply the gradient with?'
    : 'Compute this one step by hand for a single column: what comes out?'
}
