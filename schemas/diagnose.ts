import { z } from 'zod'
import { BACKWARD, FORWARD } from '../src/core/graph.ts'
import { circuitInputs, Dtype } from './circuit.ts'
import { Tensor, Vector } from './tensor.ts'
import { Warning } from './warning.ts'

/** The values that can be submitted: those of the circuit, and the running statistics after the batch. */
export const SUBMITTED_NAMES = [
  ...FORWARD.map(({ name }) => name),
  'running_mean',
  'running_var',
  ...BACKWARD.map(({ name }) => name),
] as const

const value = z.unknown().optional()

/** What somebody's code returned: whatever it is, it is taken, and judged. */
export const Submitted = z
  .strictObject(Object.fromEntries(SUBMITTED_NAMES.map((name) => [name, value])))
  .meta({
    id: 'Submitted',
    minProperties: 1,
    description:
      'What somebody\'s code returned: any of the 23 values of the circuit by the name the post gives them, and the running statistics after the batch as `running_mean` and `running_var`. Matrices in x\'s shape or as (N,D), vectors as (D) or with axes of length 1 kept. Whatever comes is judged: a wrong shape, ragged rows, and NaN (as `null`, `"NaN"`, `"Infinity"`, or bare as Python writes it) are results.',
    examples: [
      {
        out: [
          [1, 2],
          [3, 4],
        ],
        dbeta: [4, 6],
      },
    ],
  })

export const SubmittedDtype = z
  .enum(['float64', 'float32'])
  .describe('What the submission was computed in; when left out, what its numbers show.')

export const Tolerance = z
  .strictObject({
    atol: z.number().min(0).default(0),
    rtol: z.number().min(0).default(0),
  })
  .meta({
    id: 'Tolerance',
    description:
      'A number is right within `atol + rtol * |expected|`. When left out: for every number what rounding may cost honest code on these inputs.',
  })

export const HintsAsked = z
  .int()
  .min(0)
  .max(3)
  .describe('How far hints go: 1 a nudge, 2 the step as well, 3 the formula as well; 0 for none.')

/** The input of POST /v1/diagnose. */
export const DiagnoseRequest = z
  .strictObject({
    ...circuitInputs,
    dout: Tensor.optional().describe(
      "The gradient from above, in x's shape; needed for values of the backward pass.",
    ),
    submitted: Submitted,
    submittedDtype: SubmittedDtype.optional(),
    tolerance: Tolerance.optional(),
    hints: HintsAsked.default(3),
    reveal: z
      .boolean()
      .default(true)
      .describe(
        'false keeps every right number and every formula out of the reply, for use in front of students; hints then end at the step.',
      ),
    dtype: Dtype,
  })
  .meta({
    id: 'DiagnoseRequest',
    description: "A batch, and what somebody's code made of it.",
  })
export type DiagnoseRequest = z.output<typeof DiagnoseRequest>

export const ValueVerdict = z
  .enum(['correct', 'follows', 'precision', 'wrong', 'shape', 'not-finite', 'missing'])
  .meta({
    id: 'ValueVerdict',
    description:
      "`correct`: within rounding of the right value. `follows`: another value, but right for the submission's own earlier ones. `precision`: the right formula, with digits lost: those of float32, those that print() leaves out, or those that a variance as a difference of squares costs. `wrong`. `shape`, `not-finite`: can't be right. `missing`: not submitted.",
  })

export const Pass = z.enum(['forward', 'running', 'backward']).meta({
  id: 'Pass',
  description: '`running`: the update of the running statistics.',
})

export const ValueReport = z
  .object({
    verdict: ValueVerdict,
    pass: Pass,
    step: z.int().min(0).max(9).describe("The post's number."),
    detail: z.string().optional().describe('What is the matter with the shape, or the numbers.'),
    maxAbsError: z.number().optional().describe('The largest |submitted - expected|.'),
    maxRelError: z
      .number()
      .optional()
      .describe("CS231n's rel_error: the largest |s - e| / max(1e-8, |s| + |e|)."),
    maxUlp: z
      .number()
      .optional()
      .describe(
        "The most floating-point numbers from one to the other, of the submission's dtype.",
      ),
    worst: z
      .object({
        index: z.array(z.int().min(0)),
        submitted: z.number().optional(),
        expected: z.number().optional(),
      })
      .optional()
      .describe('The element furthest over, or nearest to, what it may be off by.'),
    failing: z.int().min(0).optional().describe('How many elements are off by more than they may.'),
    channels: z
      .array(z.int().min(0))
      .max(100)
      .optional()
      .describe('The channels these are in, the first hundred.'),
  })
  .meta({ id: 'ValueReport', description: 'What is said of one value.' })

export const FirstWrong = z
  .object({ pass: Pass, step: z.int().min(0).max(9), name: z.string() })
  .meta({
    id: 'FirstWrong',
    description: "The first value that is wrong by itself, in the circuit's order.",
  })

export const Cause = z
  .object({
    id: z.string().describe('A mistake of the table; docs/mistakes.md lists them.'),
    pass: Pass,
    step: z.int().min(0).max(9),
    title: z.string().optional(),
    wrong: z.string().optional().describe('The line as it was written.'),
    right: z.string().optional().describe('The line as it should be.'),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .describe(
        "1 for a match to six digits more than the right value has, shared among what can't be told apart.",
      ),
    evidence: z
      .object({
        value: z.string().describe('The value that gave it away.'),
        digits: z
          .number()
          .describe(
            'How many decimal digits closer the submission is to this mistake than to the right value.',
          ),
        maxAbsError: z.number().describe('How far it is from what the mistake makes.'),
      })
      .optional(),
  })
  .meta({
    id: 'Cause',
    description: 'A mistake that was run on these inputs and makes what was submitted.',
  })

export const CauseGroup = z
  .object({
    alternatives: z.array(z.array(z.string())).describe('Each a mistake, or two made together.'),
    decidedBy: z
      .string()
      .nullable()
      .describe('A value that was not submitted and would tell them apart; null when none would.'),
  })
  .meta({ id: 'CauseGroup', description: "Causes that the submitted values can't tell apart." })

export const Hint = z.object({ level: z.int().min(1).max(3), text: z.string() }).meta({
  id: 'Hint',
  description: 'Help for whoever wrote the code: 1 a nudge, 2 the step, 3 the formula.',
})

/** The output of POST /v1/diagnose. */
export const DiagnoseReply = z
  .object({
    verdict: z
      .enum(['correct', 'precision', 'wrong'])
      .describe('`precision`: nothing is wrong, but digits were lost.'),
    submittedDtype: SubmittedDtype,
    firstWrong: FirstWrong.nullable(),
    backwardFollows: z
      .boolean()
      .nullable()
      .describe(
        'When the forward pass is wrong: whether that explains the backward pass. null when it is right, or nothing of the backward pass was submitted.',
      ),
    values: z
      .record(z.string(), ValueReport)
      .describe("Every value by name, in the circuit's order."),
    causes: z
      .array(Cause)
      .describe('In the order of the steps where they show, the likeliest first.'),
    groups: z.array(CauseGroup),
    fit: z
      .object({ a: Vector, b: Vector, c: Vector, residual: z.number() })
      .optional()
      .describe(
        'A wrong dx as `a * ivar * dxhat + b * ivar * mean(dxhat) + c * ivar * xhat * mean(dxhat * xhat)`, per channel. Right code has 1, -1, -1; residual is the share of dx that no such sum makes.',
      ),
    hints: z.array(Hint),
    hidden: z
      .array(z.string())
      .nullable()
      .describe(
        'The mistakes that these inputs hide from the values that leave the layer; null when the batch is too large to try them all.',
      ),
    warnings: z.array(Warning).describe('Why mistakes may go unseen on these inputs.'),
  })
  .meta({ id: 'DiagnoseReply', description: 'Which value is wrong, and why.' })
export type DiagnoseReply = z.output<typeof DiagnoseReply>
