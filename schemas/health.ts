import { z } from 'zod'

/** The answer of a health check that passes. */
export const Health = z
  .object({
    status: z.literal('ok'),
    detail: z
      .string()
      .optional()
      .describe('What is not as it should be, though the service works all the same.'),
  })
  .meta({ id: 'Health', description: 'All is well, or well enough.' })
