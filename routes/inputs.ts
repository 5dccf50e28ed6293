import { InputsReply, InputsRequest } from '../schemas/inputs.ts'
import { inputsWork, runInputs } from '../src/operations/inputs.ts'
import { operation } from '../src/operations/operation.ts'
import { inputsExamples } from './examples/inputs.ts'

/** POST /v1/inputs. */
export const inputs = operation({
  id: 'inputs',
  path: '/v1/inputs',
  scope: 'compute',
  summary: 'Inputs to try a layer on',
  description:
    "Draws what a layer is given, the same for the same seed on every machine: inputs on which every known mistake shows, standard normal ones, or those of NumPy's legacy generator to the last bit.",
  request: InputsRequest,
  reply: InputsReply,
  examples: inputsExamples,
  single: { reply: 'x' },
  work: inputsWork,
  shape: ({ shape }) => shape,
  run: runInputs,
})
