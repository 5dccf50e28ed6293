import { ConvertRunningReply, ConvertRunningRequest } from '../schemas/convert-running.ts'
import { convertRunningWork, runConvertRunning } from '../src/operations/convert-running.ts'
import { operation } from '../src/operations/operation.ts'
import { convertRunningExamples } from './examples/convert-running.ts'

/** POST /v1/convert-running. */
export const convertRunning = operation({
  id: 'convertRunning',
  path: '/v1/convert-running',
  scope: 'compute',
  summary: 'Whose running statistics these are, and what they are elsewhere',
  description:
    "From the batches that a layer has seen: which framework's rules come to the running statistics that it holds, and what would tell the candidates apart. With `to`: the same statistics in another framework's terms.",
  request: ConvertRunningRequest,
  reply: ConvertRunningReply,
  examples: convertRunningExamples,
  single: {},
  work: convertRunningWork,
  shape: ({ running }) => [running.mean.d],
  run: runConvertRunning,
})
