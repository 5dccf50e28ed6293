import type { z } from 'zod'
import { type Fault, Refusal } from '../core/errors.ts'

const MOST_FAULTS = 20
const LONGEST_NAME = 100

/**
 * What a request says, as its schema makes it of it.
 *
 * @throws Refusal `invalid` with the first 20 faults when it is not what the schema asks
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  request: unknown,
): z.output<Schema> {
  const result = schema.safeParse(request)
  if (result.success) return result.data
  const faults = result.error.issues.flatMap(faultsOf)
  throw new Refusal(
    'invalid',
    faults.length === 1
      ? 'one field is not as it should be'
      : `${faults.length} fields are not as they should be`,
    faults.slice(0, MOST_FAULTS),
    faults.length,
  )
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  if (issue.code !== 'unrecognized_keys') return [{ detail: issue.message, path }]
  return issue.keys.map((key) => ({
    detail: 'no such field',
    path: [...path, key.slice(0, LONGEST_NAME)],
  }))
}
