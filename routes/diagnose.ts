import { DiagnoseReply, DiagnoseRequest } from '../schemas/diagnose.ts'
import { diagnosisWork, runDiagnose } from '../src/operations/diagnose.ts'
import { REVEAL } from '../src/operations/needs.ts'
import { operation } from '../src/operations/operation.ts'
import { diagnoseExamples } from './examples/diagnose.ts'

/** POST /v1/diagnose. */
export const diagnose = operation({
  id: 'diagnose',
  path: '/v1/diagnose',
  scope: 'diagnose',
  summary: 'Which step is wrong, and why',
  description:
    "Takes what somebody's forward and backward pass returned for known inputs, judges every value (one that is right for the submission's own earlier values follows, so that one slip is one wrong step), and names the mistakes that, run on the same inputs, make what was submitted. A wrong submission is a result: status 200.",
  request: DiagnoseRequest,
  reply: DiagnoseReply,
  examples: diagnoseExamples,
  single: {},
  lenient: true,
  heavy: true,
  needs: ({ reveal }) => (reveal ? [REVEAL] : []),
  work: ({ x, channelAxis }) => {
    const d = x.shape.at(channelAxis) ?? 1
    return diagnosisWork({ n: x.data.length / d, d })
  },
  shape: ({ x }) => x.shape,
  run: runDiagnose,
})
