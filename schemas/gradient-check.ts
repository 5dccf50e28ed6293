import { z } from 'zod'
import {
  GRADIENT_NAMES,
  METHOD_NAMES,
  METHODS,
  PRESET_NAMES,
  PRESETS,
} from '../src/core/gradient-check/methods.ts'
import { circuitInputs, Dtype } from './circuit.ts'
import { Tensor, Vector } from './tensor.ts'
import { Warning } from './warning.ts'

const list = (rows: Readonly<Record<string, { about?: string; system?: string }>>) =>
  Object.entries(rows)
    .map(([name, { about, system }]) => `\`${name}\`: ${about ?? system}`)
    .join(' ')

export const Method = z.enum(METHOD_NAMES).meta({
  id: 'Method',
  description: `How slopes are taken from the forward pass. ${list(METHODS)}`,
})

export const Preset = z.enum(PRESET_NAMES).meta({
  id: 'Preset',
  description: `The settings of another checker, run in plain float64 as it does; whatever is said beside it takes their place. ${list(PRESETS)}`,
})

export const Precision = z.enum(['double-double', 'float64']).meta({
  id: 'Precision',
  description: 'The digits that the forward pass is run with: about 32, or the 16 of float64.',
})

export const StepUnit = z.enum(['absolute', 'sqrtvar']).meta({
  id: 'StepUnit',
  description:
    '`absolute`: h is added to every input as it is. `sqrtvar`: in each channel of x the step is h times a power of two near its sqrtvar; gamma and beta, in which out is linear, take long steps.',
})

const Claimed = z
  .strictObject({ dx: Tensor.optional(), dgamma: Vector.optional(), dbeta: Vector.optional() })
  .check(({ value, issues }) => {
    if (issues.length > 0 || GRADIENT_NAMES.some((name) => value[name] !== undefined)) return
    issues.push({ code: 'custom', input: undefined, path: [], message: 'claims nothing' })
  })
  .meta({
    id: 'ClaimedGradients',
    minProperties: 1,
    description: 'What a backward pass returned for dout: at least one of the three.',
  })

/** The input of POST /v1/gradient-check. */
export const GradientCheckRequest = z
  .strictObject({
    ...circuitInputs,
    dout: Tensor.optional().describe(
      "The gradient from above, in x's shape; a signed one is drawn when left out.",
    ),
    claimed: Claimed.optional().describe(
      "The gradients to judge, for this dout; the service's own backward pass when left out.",
    ),
    method: Method.optional().describe('`central` when left out.'),
    preset: Preset.optional(),
    precision: Precision.optional().describe('`double-double` when left out.'),
    h: z.number().positive().optional().describe("The step; the method's own when left out."),
    hUnit: StepUnit.optional().describe('`absolute` when h is given, else `sqrtvar`.'),
    atol: z
      .number()
      .min(0)
      .optional()
      .describe(
        'The absolute tolerance. When left out: for every number what rounding in float64 may cost a right implementation on these inputs.',
      ),
    rtol: z
      .number()
      .min(0)
      .optional()
      .describe('The relative tolerance; 2^-43, about 1.1e-13, when left out.'),
    probes: z
      .int()
      .min(1)
      .max(16)
      .optional()
      .describe('The random directions of method `projection`; 2 when left out.'),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(231)
      .describe('Of everything that is drawn: dout and the probes.'),
    dtype: Dtype,
    include: z
      .array(z.enum(['numeric', 'dout']))
      .max(2)
      .default([])
      .describe(
        '`numeric` for the numeric gradients (not from probes), `dout` for the one that was drawn.',
      ),
  })
  .meta({
    id: 'GradientCheckRequest',
    description: 'A batch, gradients that somebody claims for it, and how to check them.',
  })
export type GradientCheckRequest = z.output<typeof GradientCheckRequest>

const Verdict = z.enum(['passed', 'failed', 'inconclusive']).meta({
  id: 'CheckVerdict',
  description:
    '`failed`: some number is off by more than tolerance and noise together. `inconclusive`: no such number, but the check proves nothing: the noise hides it, or a wrong gradient would have passed as well.',
})

export const GradientReport = z
  .object({
    verdict: Verdict,
    maxAbsError: z.number().describe('The largest |claimed - numeric|.'),
    maxRelError: z
      .number()
      .describe("CS231n's rel_error: the largest |c - n| / max(1e-8, |c| + |n|)."),
    normError: z.number().describe("The 2-norm of the differences, scipy's check_grad."),
    worst: z
      .object({
        index: z
          .array(z.int().min(0))
          .describe('In the gradient; for a probe the channel, or nothing when all are pooled.'),
        claimed: z.number(),
        numeric: z.number(),
        tolerance: z.number().describe('What the two may differ by here.'),
      })
      .meta({
        id: 'WorstElement',
        description: 'The number furthest over, or nearest to, its tolerance.',
      }),
    failing: z.int().min(0).describe('How many are over tolerance.'),
    compared: z.int().min(1).describe('Of how many.'),
    noise: z.number().describe('The largest noise of the comparison, as estimated.'),
    detectable: z
      .number()
      .nullable()
      .describe(
        'The smallest relative fault of the whole gradient that this check could have seen; null when it could see none.',
      ),
  })
  .meta({ id: 'GradientReport', description: 'What came of comparing one gradient.' })
export type GradientReport = z.output<typeof GradientReport>

/** The output of POST /v1/gradient-check. */
export const GradientCheckReply = z
  .object({
    passed: z.boolean().describe('Whether the verdict is `passed`.'),
    verdict: Verdict,
    method: Method,
    precision: Precision,
    h: z.number(),
    hUnit: StepUnit,
    seed: z.int().optional().describe('When something was drawn.'),
    dx: GradientReport.optional(),
    dgamma: GradientReport.optional(),
    dbeta: GradientReport.optional(),
    numeric: z
      .object({ dx: Tensor.optional(), dgamma: Vector.optional(), dbeta: Vector.optional() })
      .meta({
        id: 'NumericGradients',
        description: 'The gradients as the forward pass shows them.',
      })
      .optional(),
    dout: Tensor.optional(),
    warnings: z.array(Warning),
  })
  .meta({
    id: 'GradientCheckReply',
    description: 'Whether the gradients are right, and how well this check could tell.',
  })
export type GradientCheckReply = z.output<typeof GradientCheckReply>
