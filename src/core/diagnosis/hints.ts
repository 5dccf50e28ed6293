import { STEPS } from '../graph.ts'
import type { Cause } from './causes.ts'
import { type Line, wireName } from './lines.ts'

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
 * @param cause what explains it, if anything does
 */
export function hintsFor(first: Line, cause: Cause | undefined): readonly Hint[] {
  const line = cause?.line ?? first
  const stepTitle = STEPS.find(({ step }) => step === line.step)?.title ?? ''
  const place = `Look at step ${line.step} of the ${PASS[line.pass]}: ${wireName(line.name)}${stepTitle && ` (${stepTitle})`}.`
  return [
    { level: 1, text: cause?.hypothesis.mistake.nudge ?? nudgeFor(first) },
    { level: 2, text: place },
    {
      level: 3,
      text: cause
        ? `${cause.hypothesis.mistake.title}: you have ${cause.wrong}, and it should be ${cause.right}.`
        : `It should be ${line.name} = ${line.formula}.`,
    },
  ]
}

const PASS = {
  forward: 'forward pass',
  running: 'running statistics',
  backward: 'backward pass',
} as const

function nudgeFor(line: Line): string {
  const sums = line.formula.includes('sum(')
  const back = line.pass === 'backward'
  if (sums) return 'Over which axis does the sum go, and is it divided by anything?'
  return back
    ? 'Take the derivative of this one step by itself: what does it multiply the gradient with?'
    : 'Compute this one step by hand for a single column: what comes out?'
}
