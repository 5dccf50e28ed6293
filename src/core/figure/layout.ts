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

export const SIZE = { width: 1118, height: 450 }

/** The y of the numbers over the columns, and of each lane. */
export const HEADER = 34
export const LANES: Readonly<Record<ShapeName, number>> = { '(N,D)': 162, '(D)': 312, '()': 414 }

export const PITCH = 102
export const BOX = { width: 80, height: 44 }

/** The middle of a step's column. */
export const columnX = (step: number) => 100 + step * PITCH

/**
 * An input stands where its gradient arrives: x at step 0, gamma at 8, beta at 9. eps has no gradient and stands under
 * the step that reads it.
 */
function columnOf(name: string): number {
  const reader = FORWARD.find((value) => inputsOf(value).includes(name))
  return stepOf(name) ?? stepOf(`d${name}`) ?? (reader && stepOf(reader.name)) ?? 0
}

const place =
  (isInput: boolean) =>
  ({ name, shape }: Pick<Box, 'name' | 'shape'>): Box => ({
    name,
    shape,
    isInput,
    column: columnOf(name),
    x: columnX(columnOf(name)),
    y: LANES[shape],
    width: shape === '()' ? BOX.width * 0.75 : BOX.width,
    height: BOX.height,
  })

const read = new Set(FORWARD.flatMap(inputsOf))

/** The inputs and the values of the forward pass in training; what only evaluation reads is not in the post's figure. */
export const BOXES: readonly Box[] = [
  ...INPUTS.filter(({ name }) => read.has(name)).map(place(true)),
  ...FORWARD.map(place(false)),
]
