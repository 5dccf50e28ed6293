import type { Tensor } from '../tensor.ts'
import { readArray } from './arrays.ts'
import type { Codec } from './codec.ts'

/** Objects and lists in one another, the outermost counted; and the fields of an object. What has more is no request. */
const DEEPEST = 5
const MOST_FIELDS = 64
/** Names that every object can have, and that are spelled in one way. */
const PLAIN_NAME = /^[a-z]\w*$/i

const EMPTY = Buffer.from('[]')
const [QUOTE, BACKSLASH, COLON, COMMA, MINUS] = [0x22, 0x5c, 0x3a, 0x2c, 0x2d]
const [OPEN, CLOSE, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** A body of JSON in two parts. */
export interface Cut {
  /** The body without its arrays of numbers. */
  readonly rest: Buffer
  readonly arrays: readonly { readonly path: readonly string[]; readonly tensor: Tensor }[]
}

/** Where one is in a body: in an object at a name, or in a list at an index. */
type Place = { readonly names: Set<string>; at: string } | { readonly names?: never; at: number }

/**
 * Cuts the arrays of numbers out of a body of JSON, where they are fields of objects; undefined when there is none, or
 * when anything is unusual: names twice, escapes, lists of lists.
 */
export function cutOut(body: Uint8Array, codec: Codec): Cut | undefined {
  const rest: Uint8Array[] = []
  const arrays: { path: string[]; tensor: Tensor }[] = []
  const places: Place[] = []
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
        if (places.length === DEEPEST) return undefined
        places.push({ names: new Set(), at: '' })
        break
      case OPEN:
        if (places.length === DEEPEST || typeof places.at(-1)?.at !== 'string') return undefined
        places.push({ at: 0 })
        break
      case CLOSE_OBJECT:
      case CLOSE:
        places.pop()
        break
      case COMMA: {
        const place = places.at(-1)
        if (typeof place?.at === 'number') place.at += 1
        break
      }
      case COLON: {
        const place = places.at(-1)
        if (!place?.names || place.names.has(word) || !PLAIN_NAME.test(word)) return undefined
        if (place.names.size === MOST_FIELDS) return undefined
        place.names.add(word)
        place.at = word
        const start = pastSpace(body, at + 1)
        if (!beginsNumbers(body, start)) break
        const array = readArray(body, start, codec)
        if (!array) return undefined
        arrays.push({ path: places.map((each) => String(each.at)), tensor: array.tensor })
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
