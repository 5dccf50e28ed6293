import { isUtf8 } from 'node:buffer'
import { Refusal } from '../core/errors.ts'
import { jsonFault, lineAndColumn } from './json-fault.ts'

/**
 * What a body of JSON says.
 *
 * @throws Refusal `malformed` when it is not JSON, with the place that is to blame
 */
export function readJson(body: Uint8Array): unknown {
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
