import { z } from 'zod'
import { PROBLEMS, type ProblemCode } from './problems.ts'

/** Every answer that is not a result: RFC 9457. */
export const Problem = z
  .object({
    type: z
      .string()
      .describe('An address of this service that explains the problem and how to solve it.'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    errors: z
      .array(
        z
          .object({
            detail: z.string(),
            pointer: z.string().describe('Where in the request, as a JSON Pointer: `#/x/3/17`.'),
          })
          .meta({ id: 'ProblemError', description: 'One place in the request that is to blame.' }),
      )
      .max(20)
      .optional(),
    total: z
      .int()
      .min(1)
      .optional()
      .describe('How many there are in all; errors holds at most 20.'),
  })
  .meta({ id: 'Problem', description: 'Why a request was not answered (RFC 9457).' })
