import { z } from 'zod'

/** The answer of a health check that has nothing to complain of. */
export const Health = z
  .object({ status: z.literal('ok') })
  .meta({ id: 'Health', description: 'All is well.' })
