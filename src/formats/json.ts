import { isUtf8 } from 'node:buffer'
import { z } from 'zod'
import { type Fault, Refusal } from '../core/errors.ts'
import { jsonFault, lineAndColumn } from './json-fault.ts'

const MOST_FAULTS = 20
const LONGEST_NAME = 100

/**
 * A body of JSON as what its schema makes of it.
 *
 * @throws Refusal `malformed` when it is not JSON, `invalid` with the first 20 faults when it is not what the schema asks
 */
export function decode<Schema extends z.ZodType>(
  schema: Schema,
  body: Uint8Array,
): z.output<Schema> {
  const result = schema.safeParse(parse(body))
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

/** A reply as JSON text. Numbers are written so that they read back as the same float64. */
export function encode<Schema extends z.ZodType>(schema: Schema, reply: z.output<Schema>): string {
  return JSON.stringify(z.encode(schema, reply))
}

function parse(body: Uint8Array): unknown {
  if (body.length === 0) throw new Refusal('malformed', 'the body is empty')
  if (!isUtf8(body)) throw new Refusal('malformed', 'the body is not UTF-8 text')
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    const offset = jsonFault(text) ?? 0
    const { line, column } = lineAndColumn(text, offset)
    const found = offset >= text.length ? 'it ends too early' : 'something else stands there'
    throw new Refusal('malformed', `the body is not JSON: ${found}, line ${line}, column ${column}`)
  }
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  if (issue.code !== 'unrecognized_keys') return [{ detail: issue.message, path }]
  return issue.keys.map((key) => ({
    detail: 'no such field',
    path: [...path, key.slice(0, LONGEST_NAME)],
  }))
}
