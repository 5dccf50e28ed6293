import type { Judgement } from '../diagnosis/judge.ts'

/** What a diagnosis says of a value. */
export type FigureVerdict = Judgement

/** What is drawn into the circuit beside its names; by the names of the inputs and values. */
export interface Drawn {
  /** The shape of each value and its 2-norm, in place of the letters N and D. */
  readonly values?: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly norm: number }>
  >
  readonly verdicts?: Readonly<Record<string, FigureVerdict>>
  /** Leaves the style sheet out, for a page that has it as a file. */
  readonly bare?: boolean
  /** false leaves out the formulas, which stand in titles and in the description. */
  readonly formulas?: boolean
}
