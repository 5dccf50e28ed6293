import { CIRCUIT, STEPS, type Step, type Value } from '../../src/core/graph.ts'

/** A moment of the walk: one step of one pass, which makes one or two values. */
export interface Moment {
  /** As it stands in an address: f7 is step 7 forward, b7 step 7 backward. */
  readonly id: string
  readonly pass: 'forward' | 'backward'
  readonly step: number
  readonly title: string
  readonly makes: readonly Value[]
}

const moment = (pass: Moment['pass'], step: Step): Moment => ({
  id: `${pass === 'forward' ? 'f' : 'b'}${step.step}`,
  pass,
  step: step.step,
  title: step.title,
  makes: step[pass],
})

/** Forward 1 to 9, backward 9 to 0. */
export const MOMENTS: readonly Moment[] = [
  ...CIRCUIT.map((step) => moment('forward', step)),
  ...STEPS.map((step) => moment('backward', step)),
]

/** The place of a moment in the walk; the first for an id that there is not. */
export function placeOf(id: string): number {
  return Math.max(
    0,
    MOMENTS.findIndex((each) => each.id === id),
  )
}

/** The place of the moment at which a value is made; undefined for an input. */
export function placeOfValue(name: string): number | undefined {
  const place = MOMENTS.findIndex(({ makes }) => makes.some((value) => value.name === name))
  return place < 0 ? undefined : place
}
