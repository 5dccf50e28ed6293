import { BACKWARD, FORWARD } from '../graph.ts'
import type { FigureVerdict } from './drawn.ts'
import type { Point } from './line.ts'

/** How a verdict is told without colour: by a sign, drawn in a square of 12, and in the words of the legend. */
interface Look {
  readonly sign: string
  readonly words: string
}

// biome-ignore format: a table is read in columns
export const VERDICTS: Readonly<Record<FigureVerdict, Look>> = {
  'correct':    { words: 'correct',                     sign: 'M1 6.5L4.5 10.5L11 1.5' },
  'follows':    { words: 'follows from earlier values', sign: 'M2 1V7.5H10.5M7 4L10.5 7.5L7 11' },
  'precision':  { words: 'lost digits',                 sign: 'M1 4.5C3.5 1.5 8.5 7 11 4M1 9.5C3.5 6.5 8.5 12 11 9' },
  'wrong':      { words: 'wrong',                       sign: 'M1.5 1.5L10.5 10.5M10.5 1.5L1.5 10.5' },
  'shape':      { words: 'wrong shape',                 sign: 'M1 3H8V11H1zM4 3V1H11V8H8' },
  'not-finite': { words: 'not finite',                  sign: 'M6 6C4 2.5 0.8 3 0.8 6S4 9.5 6 6S11.2 3 11.2 6S8 9.5 6 6' },
  'missing':    { words: 'missing',                     sign: 'M1.5 6H10.5' },
}

export const VERDICT_NAMES = Object.keys(VERDICTS) as FigureVerdict[]

/** The width of a sign, and of the air between it and a name. */
export const SIGN = { size: 12, air: 5 }

const BAD: ReadonlySet<FigureVerdict | undefined> = new Set(['wrong', 'shape', 'not-finite'])

/** The first value that is wrong by itself, in the circuit's order. */
export function firstWrong(verdicts: Readonly<Record<string, FigureVerdict>>): string | undefined {
  return [...FORWARD, ...BACKWARD].find(({ name }) => BAD.has(verdicts[name]))?.name
}

/** @param at its left end, in the middle of its height */
export function sign(verdict: FigureVerdict, [x, y]: Point): string {
  const top = Math.round((y - SIGN.size / 2) * 100) / 100
  const left = Math.round(x * 100) / 100
  return `<path class="sign" transform="translate(${left} ${top})" d="${VERDICTS[verdict].sign}"/>`
}
