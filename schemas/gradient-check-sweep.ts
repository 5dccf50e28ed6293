import { z } from 'zod'
import { ELEMENT_METHODS } from '../src/core/gradient-check/methods.ts'
import { DEFAULTS } from '../src/core/gradient-check/sweep-plan.ts'
import { circuitInputs } from './circuit.ts'
import { Precision, StepUnit } from './gradient-check.ts'
import { Tensor } from './tensor.ts'
import { Warning } from './warning.ts'

export const ElementMethod = z.enum(ELEMENT_METHODS).meta({
  id: 'ElementMethod',
  description: 'A method that finds every element of a gradient; see Method.',
})

const curve = { method: ElementMethod, precision: Precision }

const step = () => z.number().positive().optional()

/** What may be said of a sweep. */
export const sweepWishes = {
  curves: z
    .array(z.strictObject(curve).meta({ id: 'Curve', description: 'A way to differentiate.' }))
    .min(1)
    .max(8)
    .optional()
    .describe(
      'When left out: `forward` and `central` in float64, `central` in double-double; and on small batches `complex-step` in float64.',
    ),
  from: step().describe(`The first step, ${DEFAULTS.from} when left out.`),
  to: step().describe(`The last step, ${DEFAULTS.to} when left out.`),
  points: z
    .int()
    .min(2)
    .max(101)
    .optional()
    .describe(
      `How many steps, at equal ratios; ${DEFAULTS.points} when left out, two for each power of ten.`,
    ),
  hUnit: StepUnit.optional().describe(
    '`absolute` when left out, so that 1e-5 is what people mean by it.',
  ),
}

/** The seed of what is drawn. */
export const Seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)

/** The input of POST /v1/gradient-check/sweep. */
export const SweepRequest = z
  .strictObject({
    ...circuitInputs,
    dout: Tensor.optional().describe(
      "The gradient from above, in x's shape; one is drawn when left out.",
    ),
    seed: Seed.default(231).describe('Of the dout that is drawn.'),
    ...sweepWishes,
  })
  .meta({
    id: 'SweepRequest',
    description: 'A batch, and the steps and methods to differentiate its loss with.',
  })
export type SweepRequest = z.output<typeof SweepRequest>

const error = (name: string) =>
  z
    .number()
    .nullable()
    .describe(
      `The largest |numeric - exact| over the largest |exact| of ${name}; null where ${name} is 0, or nothing can be said: a step into the imaginary that is too long for \`complex-step\`, numbers that leave the range.`,
    )

/** The output of POST /v1/gradient-check/sweep. */
export const SweepReply = z
  .object({
    curves: z.array(
      z
        .object({
          ...curve,
          points: z.array(
            z
              .object({
                h: z.number(),
                dx: error('dx'),
                dgamma: error('dgamma'),
                dbeta: error('dbeta'),
              })
              .meta({
                id: 'SweepPoint',
                description: 'How far the gradients are off at one step.',
              }),
          ),
        })
        .meta({ id: 'SweepCurve', description: 'The errors of one way to differentiate.' }),
    ),
    hUnit: StepUnit,
    seed: z.int().optional().describe('When dout was drawn.'),
    warnings: z.array(Warning).describe('Why a gradient is (nearly) 0 on these inputs.'),
  })
  .meta({
    id: 'SweepReply',
    description: 'How the error of a numeric gradient depends on the step.',
  })
export type SweepReply = z.output<typeof SweepReply>
