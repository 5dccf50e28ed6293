import { z } from 'zod'

const Node = z
  .object({
    name: z.string(),
    shape: z.enum(['(N,D)', '(D)', '()']),
    unit: z.string().describe('`x` is the unit of the input, `y` of the output, `L` of the loss.'),
    about: z.string(),
  })
  .meta({ id: 'GraphInput', description: 'Something that goes into the circuit.' })

const Value = z.object({
  name: z.string(),
  shape: z.enum(['(N,D)', '(D)', '()']),
  unit: z.string(),
  formula: z.string().describe('sum() is the sum over the N examples.'),
  evalFormula: z.string().optional().describe('The formula in mode `eval`, where it is another.'),
  inputs: z.array(z.string()).describe('The values and inputs that the formula reads.'),
})

const ForwardValue = Value.extend({
  local: z
    .record(z.string(), z.string())
    .describe(
      'The local gradients: the derivative of the value with respect to each input that a gradient goes back to, as a formula, element by element. A gradient is the one from above times the local one.',
    ),
}).meta({ id: 'GraphForwardValue', description: 'A value of the forward pass.' })

const BackwardValue = Value.extend({
  sum: z.string().describe('What is summed in the gradient and why, or why nothing is.'),
}).meta({ id: 'GraphBackwardValue', description: 'A gradient: a value of the backward pass.' })

const Step = z
  .object({
    step: z.int().min(0).max(9).describe("The post's number; 0 is the arrival at the input."),
    title: z.string(),
    about: z.string(),
    forward: z.array(ForwardValue),
    backward: z.array(BackwardValue),
  })
  .meta({ id: 'GraphStep', description: 'One numbered step, forward and backward.' })

/** The circuit as data. */
export const Graph = z
  .object({
    inputs: z.array(Node),
    steps: z.array(Step).describe('In the order of the backward pass: 9 first, 0 last.'),
    cache: z.array(z.string()).describe('What the backward pass reads of the forward pass.'),
  })
  .meta({
    id: 'Graph',
    description: 'The circuit as data: what each numbered step makes, and from what.',
  })
export type Graph = z.output<typeof Graph>
