import { isUtf8 } from 'node:buffer'
import type { z } from 'zod'
import { Refusal } from '../core/errors.ts'
import { isDeeper } from './json-depth.ts'
import { jsonFault, lineAndColumn } from './json-fault.ts'
import { hasMoreParts } from './json-parts.ts'
import { theCodec } from './text/codec.ts'
import { readWithTensors } from './text/request.ts'
import { validate } from './validate.ts'

/**
 * Up to here a text is read and its faults are pointed at, however odd; beyond, a body of mere brackets would fill a
 * gigabyte before anybody looked into it.
 */
const DEEPEST = 200_000

/**
 * Up to here so many lists, objects and quotes are read to say what is wrong with them, which takes a second. Rows of
 * numbers don't come here, unless one of them is bad.
 */
const MOST_PARTS = 3_000_000

/** Up to this many bytes the engine and the schema are done before the codec would be. */
const SMALL = 1024

/**
 * What a body of JSON says, as a schema makes it of it: a large one read by the codec, if all is well. Whatever is refused, is
 * refused by the engine and the schema together, so that there is one way to say what is wrong.
 *
 * @param lenient whether NaN and Infinity stand for null
 * @throws Refusal as readJson and validate do
 */
export function readRequest<Schema extends z.ZodType>(
  schema: Schema,
  body: Uint8Array,
  lenient = false,
): z.output<Schema> {
  const codec = body.length > SMALL ? theCodec() : undefined
  const request = codec && readWithTensors(body, codec)
  const result = request === undefined ? undefined : schema.safeParse(request)
  return result?.success ? result.data : validate(schema, readJson(body, lenient))
}

/**
 * What a body of JSON says.
 *
 * @param lenient whether NaN and Infinity stand for null
 * @throws Refusal `malformed` when it is not JSON, with the place that is to blame; `too-large` when it has too many parts
 */
export function readJson(body: Uint8Array, lenient = false): unknown {
  if (body.length === 0) throw new Refusal('malformed', 'the body is empty')
  if (!isUtf8(body)) throw new Refusal('malformed', 'the body is not UTF-8 text')
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (body.length > MOST_PARTS && hasMoreParts(bytes, MOST_PARTS)) {
    const detail = `the body has more than ${MOST_PARTS} lists, objects and quotes, and something is wrong with it`
    throw new Refusal('too-large', detail)
  }
  if (body.length > DEEPEST && isDeeper(bytes, DEEPEST)) {
    throw new Refusal('malformed', `the body nests deeper than ${DEEPEST} levels`)
  }
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    const plain = lenient ? parsed(withoutSpecials(text)) : undefined
    if (plain !== undefined) return plain
    const { at, expected } = jsonFault(text) ?? { at: 0, expected: 'JSON' }
    const { line, column } = lineAndColumn(text, at)
    const end = at >= text.length ? 'it ends too early, ' : ''
    throw new Refusal(
      'malformed',
      `the body is not JSON: ${end}expected ${expected} in line ${line}, column ${column}`,
    )
  }
}

/** Where strings begin and end, what is escaped in them, and the words for numbers that are none. */
const QUOTE_OR_SPECIAL = /"|\\.|-?\bInfinity\b|\bNaN\b/gs

/**
 * A text with null in the place of NaN and Infinity, which Python's json module writes and JSON does not have. Mark by
 * mark: a pattern of whole strings would look through the rest of the text for the end of each that has none.
 */
function withoutSpecials(text: string): string {
  let isString = false
  return text.replaceAll(QUOTE_OR_SPECIAL, (found) => {
    if (found === '"') isString = !isString
    return isString || found === '"' || found.startsWith('\\') ? found : 'null'
  })
}

/** What a text says; undefined when it is not JSON, which says null for nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
