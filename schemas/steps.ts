import { z } from 'zod'
import { stepOf } from '../src/core/circuit.ts'
import { BACKWARD, FORWARD, type Value } from '../src/core/graph.ts'
import { Tensor, Vector } from './tensor.ts'

/** What a value of the circuit is, in a sentence: from the table. */
function described({ name, shape, unit, formula, evalFormula }: Value): string {
  const inEval = evalFormula === undefined ? '' : `; in mode \`eval\`: \`${evalFormula}\``
  return `Step ${stepOf(name)}, ${shape}, in ${unit}: \`${formula}\`${inEval}.`
}

/** The values of one pass by name; those that were asked for are present. */
function steps<Name extends string>(pass: readonly Value<Name>[]) {
  const fields = pass.map((value) => {
    const schema = value.shape === '(N,D)' ? Tensor : Vector
    return [value.name, schema.optional().describe(described(value))]
  })
  return z.object(
    Object.fromEntries(fields) as Record<
      Name,
      z.ZodOptional<typeof Tensor> | z.ZodOptional<typeof Vector>
    >,
  )
}

export const ForwardSteps = steps(FORWARD).meta({
  id: 'ForwardSteps',
  description:
    'Values of the forward pass by the name the post gives them, in the order they are made.',
})

export const BackwardSteps = steps(BACKWARD).meta({
  id: 'BackwardSteps',
  description:
    'Values of the backward pass by the name the post gives them, in the order they are made.',
})
