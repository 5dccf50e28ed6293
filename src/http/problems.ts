import type { z } from 'zod'
import type { Problem as ProblemSchema } from '../../schemas/problem.ts'
import { PROBLEMS, type ProblemCode } from '../../schemas/problems.ts'
import type { Fault, Path } from '../core/errors.ts'

export type Problem = z.output<typeof ProblemSchema>

export const PROBLEM_TYPE = 'application/problem+json'

/** No field of ours has a longer name; a stranger's grows up to twelvefold when it is escaped. */
const LONGEST_NAME = 40

/** The problem document of a code. */
export function problem(
  code: ProblemCode,
  detail: string,
  faults: readonly Fault[] = [],
  total = faults.length,
): Problem {
  const { title, status } = PROBLEMS[code]
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail,
    code,
    ...(faults.length > 0 && {
      errors: faults.map((fault) => ({ detail: fault.detail, pointer: pointer(fault.path) })),
      total,
    }),
  }
}

/** A path as a JSON Pointer in the form of a URI fragment (RFC 6901, section 6): `#/x/3/17`. */
export function pointer(path: Path): string {
  const steps = path.map((key) => {
    const escaped = clipped(String(key).toWellFormed()).replaceAll('~', '~0').replaceAll('/', '~1')
    return `/${encodeURIComponent(escaped)}`
  })
  return `#${steps.join('')}`
}

function clipped(name: string): string {
  const characters = [...name]
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME).join('')}…` : name
}
