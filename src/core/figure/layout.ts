/**
 * Where the values of the circuit stand. A column is a step and a lane is a shape, so the branch of the variance goes
 * downstairs where N is summed away and comes back up where it returns.
 */

import { inputsOf, stepOf } from '../circuit.ts'
import { FORWARD, INPUTS, type ShapeName } from '../graph.ts'

/** An input or a value of the forward pass; x and y are those of its centre. */
export interface Box {
  readonly name: string
  readonly shape: ShapeName
  readonly isInput: boolean
  readonly column: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What there has to be room for: names; a sign beside each; or their shapes and sizes as well. */
export type Detail = 'names' | 'signs' | 'sizes'

interface Plan {
  /** The y of each lane. */
  readonly lanes: Readonly<Record<ShapeName, number>>
  readonly boxHeight: number
  /** How much further apart xmu and sq stand than others, for the names of dmu and dsq between them. */
  readonly apart: number
  /** The length of the arrows that cross the border. */
  readonly crossing: number
}

// biome-ignore format: a table is read in columns
const PLANS: Readonly<Record<Detail, Plan>> = {
  names: { lanes: { '(N,D)': 162, '(D)': 312, '()': 414 }, boxHeight: 44, apart: 0,  crossing: 48 },
  signs: { lanes: { '(N,D)': 162, '(D)': 312, '()': 414 }, boxHeight: 44, apart: 26, crossing: 52 },
  sizes: { lanes: { '(N,D)': 170, '(D)': 380, '()': 526 }, boxHeight: 60, apart: 88, crossing: 84 },
}

/** Every box, and the lines they stand on. */
export interface Layout extends Plan {
  readonly width: number
  readonly boxes: readonly Box[]
  /** The middle of a step's column. */
  columnX(step: number): number
}

/** The y of the numbers over the columns. */
export const HEADER = 34
export const PITCH = 102
export const BOX_WIDTH = 80
/** What is left beyond the arrows that cross the border, and beyond the boxes where they begin. */
const MARGIN = 12
/** The step after which columns stand further apart. */
const LAST_BEFORE = 2

/** The inputs and the values of the forward pass in training; what only evaluation reads is not in the post's figure. */
export function layoutFor(detail: Detail): Layout {
  const plan = PLANS[detail]
  const { apart, crossing } = plan
  const border = BOX_WIDTH / 2 + crossing + MARGIN
  const columnX = (step: number) => border + step * PITCH + (step > LAST_BEFORE ? apart : 0)
  const place =
    (isInput: boolean) =>
    ({ name, shape }: Pick<Box, 'name' | 'shape'>): Box => ({
      name,
      shape,
      isInput,
      column: columnOf(name),
      x: columnX(columnOf(name)),
      y: plan.lanes[shape],
      width: shape === '()' ? BOX_WIDTH * 0.75 : BOX_WIDTH,
      height: plan.boxHeight,
    })
  const boxes = [
    ...INPUTS.filter(({ name }) => READ.has(name)).map(place(true)),
    ...FORWARD.map(place(false)),
  ]
  return { ...plan, width: columnX(LAST_STEP) + border, boxes, columnX }
}

const READ = new Set(FORWARD.flatMap(inputsOf))
const LAST_STEP = Math.max(...FORWARD.map(({ name }) => stepOf(name) ?? 0))

/**
 * An input stands where its gradient arrives: x at step 0, gamma at 8, beta at 9. eps has no gradient and stands under
 * the step that reads it.
 */
function columnOf(name: string): number {
  const reader = FORWARD.find((value) => inputsOf(value).includes(name))
  return stepOf(name) ?? stepOf(`d${name}`) ?? (reader && stepOf(reader.name)) ?? 0
}
