import { ForwardReply, ForwardRequest } from '../schemas/forward.ts'
import { runForward } from '../src/operations/forward.ts'
import { operation } from '../src/operations/operation.ts'
import { forwardExamples } from './examples/forward.ts'

/** POST /v1/forward. */
export const forward = operation({
  id: 'forward',
  path: '/v1/forward',
  scope: 'compute',
  summary: 'The forward pass, steps 1 to 9',
  description:
    'Normalises a batch per channel, scales it by gamma and shifts it by beta; returns `out`, the cache for the backward pass, any of the nine values by name, and the updated running statistics.',
  request: ForwardRequest,
  reply: ForwardReply,
  examples: forwardExamples,
  single: { request: 'x', reply: 'out' },
  work: ({ x }) => x.data.length,
  shape: ({ x }) => x.shape,
  run: runForward,
})
