import { writeJson } from '../formats/json-text.ts'
import { JSON_TYPE } from './media.ts'
import type { Form } from './operation.ts'

export const NDJSON_TYPE = 'application/x-ndjson'
export const SVG_TYPE = 'image/svg+xml'

/** A reply as a document of JSON, under its own or another name. */
export function jsonForm(type: string = JSON_TYPE): Form {
  return { type, write: (reply: object) => writeJson(reply) }
}

/** Every entry of a reply as a line of JSON, as soon as it is there. */
export const ndjsonForm: Form = {
  type: NDJSON_TYPE,
  live: true,
  write: function* (reply: Iterable<unknown>) {
    for (const entry of reply) yield Buffer.from(`${JSON.stringify(entry)}\n`)
  },
}

/** A reply that is a text. @param text makes one of a reply that is not */
export function textForm<Reply>(type: string, text: (reply: Reply) => string): Form {
  return { type, write: (reply: Reply) => [Buffer.from(text(reply))] }
}
