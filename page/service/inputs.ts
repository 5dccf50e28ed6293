import { type Layout, layoutOf } from '../../src/formats/layout.ts'
import type { Tensor } from '../../src/formats/tensor.ts'
import { numberOf } from '../reading/numbers.ts'
import { readText } from '../reading/text.ts'
import { ARRAYS, type ArrayField, type FieldName, type Fields } from '../state/fields.ts'

/** The fields as the service takes them. */
export interface Inputs {
  readonly x: Tensor
  readonly gamma?: Tensor
  readonly beta?: Tensor
  readonly dout?: Tensor
  readonly eps: number
  readonly mode: string
  readonly channelAxis: number
  readonly running?: { readonly mean: Tensor; readonly var: Tensor }
  readonly layout: Layout
}

/** What is the matter with a field, in a sentence. */
export type Faults = Partial<Readonly<Record<FieldName, string>>>

/** The inputs, or what keeps the fields from being any. Lengths and signs are the service's to judge. */
export function inputsFrom(fields: Fields): { inputs?: Inputs; faults: Faults } {
  const faults: Partial<Record<FieldName, string>> = {}
  const arrays: Partial<Record<ArrayField, Tensor>> = {}
  for (const name of ARRAYS) {
    if (fields[name].trim() === '' || (isRunning(name) && fields.mode !== 'eval')) continue
    try {
      arrays[name] = readText(fields[name])
    } catch (error) {
      faults[name] = `${name}: ${(error as Error).message}`
    }
  }
  const eps = numberOf(fields.eps.trim()) ?? Number.NaN
  if (!Number.isFinite(eps)) faults.eps = 'eps is a number, such as 1e-5.'
  const { x, gamma, beta, dout, mean, var: variance } = arrays
  if (!x && !faults.x) faults.x = 'x is empty: paste a batch, drop a file, or take an example.'
  const channelAxis = numberOf(fields.axis) ?? Number.NaN
  const layout = x && layoutOfBatch(x.shape, channelAxis)
  if (x && !layout)
    faults.x ??= `x has the shape (${x.shape.join(', ')}); it takes 2 to 5 axes, channels on axis ${fields.axis}.`
  if (Object.keys(faults).length > 0 || !x || !layout) return { faults }
  const { mode } = fields
  return {
    faults,
    inputs: {
      x,
      ...(gamma && { gamma }),
      ...(beta && { beta }),
      ...(dout && { dout }),
      eps,
      mode,
      channelAxis,
      ...(mean && variance && { running: { mean, var: variance } }),
      layout,
    },
  }
}

/** What only evaluation reads; in training its fields are out of sight. */
const isRunning = (name: ArrayField) => name === 'mean' || name === 'var'

function layoutOfBatch(shape: readonly number[], axis: number): Layout | undefined {
  if (shape.length < 2 || shape.length > 5 || shape.includes(0)) return undefined
  try {
    return layoutOf(shape, axis)
  } catch {
    return undefined
  }
}

/** What every request reads; dout is not for the forward pass. */
export function circuitOf({ layout: _, dout: __, ...inputs }: Inputs) {
  return inputs
}
