import { SweepReply, SweepRequest } from '../schemas/gradient-check-sweep.ts'
import { runSweep, sweepWork } from '../src/operations/gradient-check-sweep.ts'
import { operation } from '../src/operations/operation.ts'
import { sweepExamples } from './examples/gradient-check-sweep.ts'

/** POST /v1/gradient-check/sweep. */
export const gradientCheckSweep = operation({
  id: 'gradientCheckSweep',
  path: '/v1/gradient-check/sweep',
  scope: 'compute',
  summary: 'How the error of a numeric gradient depends on the step',
  description:
    "Differentiates the forward pass with one step h after another, and compares every numeric gradient with the service's own: a long step bends, a short one drowns in rounding, and the curve between is a V. `POST /v1/figure` draws it.",
  request: SweepRequest,
  reply: SweepReply,
  examples: sweepExamples,
  single: { request: 'x' },
  work: sweepWork,
  shape: ({ x }) => x.shape,
  run: runSweep,
})
