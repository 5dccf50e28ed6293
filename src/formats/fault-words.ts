import type { z } from 'zod'

/** What JSON calls its kinds of values. */
const KINDS: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
}

/**
 * What is wrong with a value, in the words of this service.
 *
 * @param value what stands at the place of the issue; undefined when nothing does
 */
export function wordsFor(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && typeof issue.path.at(-1) === 'string') return 'is missing'
  switch (issue.code) {
    case 'invalid_type':
      if (typeof value === 'number' && !Number.isFinite(value)) {
        return 'lies beyond the range of float64'
      }
      if (issue.expected === 'int' && typeof value === 'number') return 'expected a whole number'
      return `expected ${KINDS[issue.expected] ?? issue.expected}, found ${kindOf(value)}`
    case 'invalid_union': {
      const kinds = issue.errors.flatMap(([first]) =>
        first?.code === 'invalid_type' ? [KINDS[first.expected] ?? first.expected] : [],
      )
      return kinds.length > 0
        ? `expected ${[...new Set(kinds)].join(' or ')}, found ${kindOf(value)}`
        : issue.message
    }
    case 'invalid_value':
      return `expected one of ${issue.values.join(', ')}`
    case 'too_small':
      return `expected ${issue.inclusive ? 'at least' : 'more than'} ${amount(issue.minimum, issue.origin)}`
    case 'too_big':
      return `expected ${issue.inclusive ? 'at most' : 'less than'} ${amount(issue.maximum, issue.origin)}`
    default:
      return issue.message
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return (Array.isArray(value) ? KINDS['array'] : KINDS[typeof value]) ?? typeof value
}

/** What is counted where a bound is one of length. */
const COUNTED: Readonly<Record<string, readonly [one: string, more: string]>> = {
  array: ['entry', 'entries'],
  string: ['character', 'characters'],
}

function amount(bound: number | bigint, origin: string): string {
  const counted = COUNTED[origin]
  return counted ? `${bound} ${counted[Number(bound) === 1 ? 0 : 1]}` : String(bound)
}
