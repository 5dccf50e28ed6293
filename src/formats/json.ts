import { isUtf8 } from 'node:buffer'
import { Refusal } from '../core/errors.ts'
import { isDeeper } from './json-depth.ts'
import { jsonFault, lineAndColumn } from './json-fault.ts'

/**
 * Up to here a text is read and its faults are pointed at, however odd; beyond, a body of mere brackets would fill a
 * gigabyte before anybody looked into it.
 */
const DEEPEST = 200_000

/**
 * What a body of JSON says.
 *
 * @throws Refusal `malformed` when it is not JSON, with the place that is to blame
 */
export function readJson(body: Uint8Array): unknown {
  if (body.length === 0) throw new Refusal('malformed', 'the body is empty')
  if (!isUtf8(body)) throw new Refusal('malformed', 'the body is not UTF-8 text')
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (body.length > DEEPEST && isDeeper(bytes, DEEPEST)) {
    throw new Refusal('malformed', `the body nests deeper than ${DEEPEST} levels`)
  }
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    const { at, expected } = jsonFault(text) ?? { at: 0, expected: 'JSON' }
    const { line, column } = lineAndColumn(text, at)
    const end = at >= text.length ? 'it ends too early, ' : ''
    throw new Refusal(
      'malformed',
      `the body is not JSON: ${end}expected ${expected} in line ${line}, column ${column}`,
    )
  }
}
