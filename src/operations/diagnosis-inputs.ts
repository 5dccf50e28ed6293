import type { z } from 'zod'
import type { circuitInputs } from '../../schemas/circuit.ts'
import type { LayerInputs } from '../core/diagnosis/layer.ts'
import { Refusal } from '../core/errors.ts'
import { keptOf } from '../core/running.ts'
import { type Layout, toMatrix } from '../formats/layout.ts'
import type { Tensor } from '../formats/tensor.ts'
import { demandShape, readInputs } from './circuit-inputs.ts'

type Requested = {
  [Name in keyof typeof circuitInputs]?: z.output<(typeof circuitInputs)[Name]> | undefined
} & { x: Tensor; dout?: Tensor | undefined }

/**
 * What a submission is compared on, out of a request; and how x lies in its matrix.
 *
 * @throws Refusal as readInputs does; `shape` when dout has not x's shape; as updateRunning does for the running statistics
 */
export function readLayer(request: Requested): { given: LayerInputs; layout: Layout } {
  const { dout, running, x } = request
  const { layout, ...inputs } = readInputs(request)
  if (dout) demandShape(dout, layout.shape, ['dout'])
  return {
    layout,
    given: {
      ...inputs,
      dout: dout && toMatrix(dout, layout),
      kept: running && keptOf(running, layout),
      images: layout.axis > 0 ? { count: x.shape[0] as number, inner: layout.inner } : undefined,
    },
  }
}

/** @throws Refusal `missing` when values of the backward pass are submitted and there is no dout */
export function demandDout(
  dout: Tensor | undefined,
  submitted: Readonly<Record<string, unknown>>,
  backward: readonly string[],
): void {
  const name = backward.find((each) => submitted[each] !== undefined)
  if (dout || name === undefined) return
  throw new Refusal('missing', `${name} belongs to the backward pass, which begins with dout`, [
    { detail: `needed to judge ${name}`, path: ['dout'] },
  ])
}
