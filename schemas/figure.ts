import { z } from 'zod'
import { GRADIENT_NAMES } from '../src/core/gradient-check/methods.ts'
import { circuitInputs } from './circuit.ts'
import { Submitted, SubmittedDtype, Tolerance } from './diagnose.ts'
import { Seed, sweepWishes } from './gradient-check-sweep.ts'
import { Tensor } from './tensor.ts'

/** What belongs to each drawing, beside the inputs of the circuit and dout. */
const verdictFields = {
  submitted: Submitted.optional(),
  submittedDtype: SubmittedDtype.optional(),
  tolerance: Tolerance.optional(),
  reveal: z
    .boolean()
    .optional()
    .describe('false keeps every formula out of the figure, for use in front of students.'),
}
const curveFields = {
  of: z
    .enum(GRADIENT_NAMES)
    .optional()
    .describe('The gradient whose error is drawn; `dx` when left out.'),
  seed: Seed.optional().describe('Of the dout that is drawn at random when none is sent; 231.'),
  ...sweepWishes,
}

const FIELDS: Readonly<Record<'values' | 'verdict' | 'curve', readonly string[]>> = {
  values: [],
  verdict: Object.keys(verdictFields),
  curve: Object.keys(curveFields),
}
type Draw = keyof typeof FIELDS
const DRAWS = Object.keys(FIELDS) as [Draw, ...Draw[]]

/** The input of POST /v1/figure. */
export const FigureRequest = z
  .strictObject({
    draw: z
      .enum(DRAWS)
      .describe(
        '`values`: the circuit with the shape and the 2-norm of every value, those of the backward pass when there is a dout. `verdict`: the circuit with what a diagnosis says of every submitted value. `curve`: the error of numeric gradients against the step.',
      ),
    ...circuitInputs,
    dout: Tensor.optional().describe("The gradient from above, in x's shape."),
    ...verdictFields,
    ...curveFields,
  })
  .check(({ value, issues }) => {
    const fault = (path: string, message: string) =>
      issues.push({ code: 'custom', input: undefined, path: [path], message })
    for (const draw of DRAWS) {
      if (draw === value.draw) continue
      for (const name of FIELDS[draw]) {
        if (value[name as keyof typeof value] === undefined) continue
        fault(name, `belongs to draw "${draw}", not to "${value.draw}"`)
      }
    }
    if (value.draw === 'verdict' && !value.submitted) fault('submitted', 'needed for a verdict')
  })
  .meta({
    id: 'FigureRequest',
    description:
      'A batch and what to draw of it. submitted, submittedDtype, tolerance and reveal belong to a verdict and mean what they mean to a diagnosis; of, seed, curves, from, to, points and hUnit belong to a curve and mean what they mean to a sweep.',
  })
export type FigureRequest = z.output<typeof FigureRequest>

/** The output of POST /v1/figure. */
export const Figure = z.string().startsWith('<svg ').endsWith('</svg>\n').meta({
  id: 'Figure',
  description: 'A self-contained SVG, for light and dark pages.',
})
