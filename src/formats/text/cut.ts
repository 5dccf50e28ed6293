import type { Tensor } from '../tensor.ts'
import { readArray } from './arrays.ts'
import type { Codec } from './codec.ts'

/** Objects in objects, the outermost counted; and the fields of all together. What has more is no request. */
const MOST_OBJECTS = 2
const MOST_FIELDS = 64
/** Names that every object can have, and that are spelled in one way. */
const PLAIN_NAME = /^[a-z]\w*$/i

const EMPTY = Buffer.from('[]')
const [QUOTE, BACKSLASH, COLON, MINUS] = [0x22, 0x5c, 0x3a, 0x2d]
const [OPEN, CLOSE, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** A body of JSON in two parts. */
export interface Cut {
  /** The body without its arrays of numbers. */
  readonly rest: Buffer
  readonly arrays: readonly { readonly path: readonly string[]; readonly tensor: Tensor }[]
}

/**
 * Cuts the arrays of numbers out of a body of JSON, where they are a field of the request or of an object in it;
 * undefined when there is none, or when anything is unusual: names twice, escapes, lists of lists.
 */
export function cutOut(body: Uint8Array, codec: Codec): Cut | undefined {
  const rest: Uint8Array[] = []
  const arrays: { path: string[]; tensor: Tensor }[] = []
  const objects: { names: Set<string>; name: string }[] = []
  let fields = 0
  let lists = 0
  let word = ''
  let kept = 0
  for (let at = 0; at < body.length; at++) {
    switch (body[at]) {
      case QUOTE: {
        const end = endOfString(body, at)
        if (end === undefined) return undefined
        word = latin1(body, at + 1, end)
        at = end
        break
      }
      case OPEN_OBJECT:
        if (lists > 0 || objects.length === MOST_OBJECTS) return undefined
        objects.push({ names: new Set(), name: '' })
        break
      case CLOSE_OBJECT:
        objects.pop()
        break
      case OPEN:
        if (++lists > 1) return undefined
        break
      case CLOSE:
        lists -= 1
        break
      case COLON: {
        const object = objects.at(-1)
        if (!object || object.names.has(word) || !PLAIN_NAME.test(word)) return undefined
        if (++fields > MOST_FIELDS) return undefined
        object.names.add(word)
        object.name = word
        const start = pastSpace(body, at + 1)
        if (!beginsNumbers(body, start)) break
        const array = readArray(body, start, codec)
        if (!array) return undefined
        arrays.push({ path: objects.map(({ name }) => name), tensor: array.tensor })
        rest.push(body.subarray(kept, start), EMPTY)
        kept = array.end
        at = kept - 1
        break
      }
    }
  }
  if (arrays.length === 0) return undefined
  rest.push(body.subarray(kept))
  return { rest: Buffer.concat(rest), arrays }
}

function beginsNumbers(body: Uint8Array, at: number): boolean {
  if (body[at] !== OPEN) return false
  const next = body[pastSpace(body, at + 1)] as number
  return next === OPEN || next === MINUS || (next >= 0x30 && next <= 0x39)
}

function pastSpace(body: Uint8Array, start: number): number {
  let at = start
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at += 1
  return at
}

/** The place of the quote that ends a string; undefined for one with escapes, or without an end. */
function endOfString(body: Uint8Array, start: number): number | undefined {
  for (let at = start + 1; at < body.length; at++) {
    if (body[at] === QUOTE) return at
    if (body[at] === BACKSLASH) return undefined
  }
  return undefined
}

function latin1(body: Uint8Array, start: number, end: number): string {
  return Buffer.from(body.buffer, body.byteOffset + start, end - start).toString('latin1')
}
