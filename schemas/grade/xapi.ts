import { z } from 'zod'
import { XAPI_EXTENSION } from '../../src/core/grading/platforms/xapi.ts'
import { Points } from './numbers.ts'

const Score = z
  .object({
    scaled: z.number().min(-1).max(1),
    raw: z.number(),
    min: z.literal(0),
    max: z.number(),
  })
  .refine(({ min, max }) => min < max, 'min is not below max')
  .refine(({ min, raw, max }) => min <= raw && raw <= max, 'raw lies outside min to max')
  .meta({ id: 'XapiScore', description: 'A score of xAPI: min <= raw <= max, and min < max.' })

const Extension = z.object({
  gradable: z.boolean(),
  message: z.string(),
  tests: z.array(z.object({ id: z.string(), points: Points, maxPoints: Points })).min(1),
})

/** The document for xAPI: the result of a statement. */
export const XapiResult = z
  .object({
    score: Score,
    success: z.boolean(),
    completion: z.literal(true),
    extensions: z.object({ [XAPI_EXTENSION]: Extension }),
  })
  .meta({ id: 'XapiResult', description: 'The `result` of an xAPI statement.' })
