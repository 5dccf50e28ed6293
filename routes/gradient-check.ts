import { GradientCheckReply, GradientCheckRequest } from '../schemas/gradient-check.ts'
import { gradientCheckWork, runGradientCheck } from '../src/operations/gradient-check.ts'
import { operation } from '../src/operations/operation.ts'
import { gradientCheckExamples } from './examples/gradient-check.ts'

/** POST /v1/gradient-check. */
export const gradientCheck = operation({
  id: 'gradientCheck',
  path: '/v1/gradient-check',
  scope: 'compute',
  summary: 'Whether gradients are right',
  description:
    "Differentiates the forward pass numerically, to about 20 digits unless another method or another checker's preset is asked for, and compares the claimed gradients with it. A failed check is a result: status 200.",
  request: GradientCheckRequest,
  reply: GradientCheckReply,
  examples: gradientCheckExamples,
  single: { request: 'x' },
  work: gradientCheckWork,
  shape: ({ x }) => x.shape,
  run: runGradientCheck,
})
