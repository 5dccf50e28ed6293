import type { SweepReply, SweepRequest } from '../../schemas/gradient-check-sweep.ts'
import { type Sweep, sweep } from '../core/gradient-check/sweep.ts'
import { planOf } from '../core/gradient-check/sweep-plan.ts'
import { toMatrix } from '../formats/layout.ts'
import { demandShape, readInputs } from './circuit-inputs.ts'
import type { Limits } from './operation.ts'

/** POST /v1/gradient-check/sweep. */
export function runSweep(request: SweepRequest, { checkWork }: Limits): SweepReply {
  const { curves, warnings, ...rest } = sweepOf(request, checkWork)
  return {
    curves: curves.map((curve) => ({ ...curve, points: [...curve.points] })),
    ...rest,
    warnings: [...warnings],
  }
}

/** @throws Refusal as readInputs and sweep do; `shape` when dout has not x's shape */
export function sweepOf({ dout, ...request }: SweepRequest, limit: number): Sweep {
  const { layout, ...inputs } = readInputs(request)
  if (dout) demandShape(dout, layout.shape, ['dout'])
  return sweep({ ...request, inputs, dout: dout && toMatrix(dout, layout) }, limit)
}

/** The element operations of a sweep. */
export function sweepWork({
  x,
  channelAxis,
  ...wishes
}: Omit<SweepRequest, 'seed' | 'mode'>): number {
  const d = x.shape.at(channelAxis) ?? 1
  return planOf(wishes, { n: x.data.length / d, d }).work
}
