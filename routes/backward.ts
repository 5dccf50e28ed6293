import { BackwardReply, BackwardRequest } from '../schemas/backward.ts'
import { runBackward } from '../src/operations/backward.ts'
import { operation } from '../src/operations/operation.ts'
import { backwardExamples } from './examples/backward.ts'

/** POST /v1/backward. */
export const backward = operation({
  id: 'backward',
  path: '/v1/backward',
  scope: 'compute',
  summary: 'The backward pass, steps 9 to 0',
  description:
    'Sends the gradient `dout` back through the circuit; returns `dx`, `dgamma`, `dbeta` and any of the fourteen values by name. With `cache` the answer is exact for the rounded numbers in the cache, with `x` it is exact for `x`.',
  request: BackwardRequest,
  reply: BackwardReply,
  examples: backwardExamples,
  single: { reply: 'dx' },
  work: ({ dout }) => dout.data.length,
  shape: ({ dout }) => dout.shape,
  run: runBackward,
})
