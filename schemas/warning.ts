import { z } from 'zod'
import { WARNINGS, type WarningCode } from '../src/core/warnings.ts'

/** Something to know beside the right answer. */
export const Warning = z
  .object({
    code: z.enum(Object.keys(WARNINGS) as [WarningCode, ...WarningCode[]]),
    detail: z.string(),
  })
  .meta({ id: 'Warning', description: 'Something to know beside the right answer.' })
