import type { z } from 'zod'
import { type Fault, MOST_FAULTS, type Path, Refusal } from '../core/errors.ts'
import { wordsFor } from './fault-words.ts'

const LONGEST_NAME = 100
const MOST_FIELDS = 200_000

/**
 * What a request says, as its schema makes it of it.
 *
 * @throws Refusal `invalid` with the first 20 faults when it is not what the schema asks
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  request: unknown,
): z.output<Schema> {
  refuseCrowd(request)
  const result = schema.safeParse(request)
  if (result.success) return result.data
  const issues = result.error.issues.flatMap(inBranch)
  const total = issues.reduce((sum, issue) => sum + countOf(issue), 0)
  throw new Refusal(
    'invalid',
    total === 1 ? 'one field is not as it should be' : `${total} fields are not as they should be`,
    issues
      .slice(0, MOST_FAULTS)
      .flatMap((issue) => faultsOf(issue, request))
      .slice(0, MOST_FAULTS),
    total,
  )
}

/** Up to here unknown fields are counted and named; naming the first few of millions takes zod seconds. */
function refuseCrowd(request: unknown): void {
  const count = typeof request === 'object' && request !== null ? Object.keys(request).length : 0
  if (count <= MOST_FIELDS || Array.isArray(request)) return
  throw new Refusal('invalid', `a request has ${count} fields, and none has so many`)
}

/** Where a value may be of several kinds, the issues of the only kind that it is of; else that it is of none. */
function inBranch(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const near = issue.errors.filter((branch) =>
    branch.some(({ code, path }) => code !== 'invalid_type' || path.length > 0),
  )
  const [branch] = near
  if (branch === undefined || near.length > 1) return [issue]
  return branch.flatMap((each) => inBranch({ ...each, path: [...issue.path, ...each.path] }))
}

function countOf(issue: z.core.$ZodIssue): number {
  return issue.code === 'unrecognized_keys' ? issue.keys.length : 1
}

function faultsOf(issue: z.core.$ZodIssue, request: unknown): Fault[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  if (issue.code !== 'unrecognized_keys') {
    return [{ detail: wordsFor(issue, valueAt(request, path)), path }]
  }
  return issue.keys.slice(0, MOST_FAULTS).map((key) => ({
    detail: 'no such field',
    path: [...path, key.slice(0, LONGEST_NAME)],
  }))
}

/** What stands in a request at a path; undefined where nothing does. */
function valueAt(request: unknown, path: Path): unknown {
  let value = request
  for (const key of path) {
    const holds = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    value = holds ? (value as Record<string | number, unknown>)[key] : undefined
  }
  return value
}
