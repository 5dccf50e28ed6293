import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { type ArrayReader, fastReader } from './numbers/arrays.ts'
import type { Tensor } from './tensor.ts'

/** Below, the engine is done before the reader has begun. */
const WORTHWHILE = 2 ** 10
/** The most bytes of a text beside its arrays of numbers. */
const MOST_BESIDE = 2 ** 16

const [QUOTE, BACKSLASH, BRACKET] = [0x22, 0x5c, 0x5b]
const DIGITS = /^[-\d]/

let own: { readonly reader: ArrayReader | undefined } | undefined

/** The reader of this thread: a text is opened, read and closed within one call. */
function theReader(): ArrayReader | undefined {
  own ??= { reader: fastReader() }
  return own.reader
}

/**
 * What a body of JSON says, its arrays of numbers read straight from the bytes into tensors; undefined for a body that
 * is small, odd in any way, or wrong: readJson() reads all that there are, and knows what is wrong with them.
 */
export function readQuickly(
  body: Uint8Array,
  reader: ArrayReader | undefined = theReader(),
): unknown {
  if (!reader || body.length < WORTHWHILE || !isUtf8(body)) return undefined
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  reader.open(text)
  try {
    return read(text, reader)
  } finally {
    reader.close()
  }
}

function read(text: Buffer, reader: ArrayReader): unknown {
  // A word that no client knows stands where an array stood.
  const word = randomUUID()
  const tensors: Tensor[] = []
  let rest = ''
  let from = 0
  const nextBracket = bracketsIn(text)
  for (let at = nextBracket(0); at < text.length; at = nextBracket(at)) {
    const array = reader.arrayAt(at)
    if (array) {
      rest += `${text.toString('utf8', from, at)}"${word}${tensors.length}"`
      tensors.push(array.tensor)
      from = array.end
      at = array.end
    } else if (isOfNumbers(text, at)) return undefined
    else at += 1
    if (rest.length + at - from > MOST_BESIDE) return undefined
  }
  if (rest.length + text.length - from > MOST_BESIDE) return undefined
  rest += text.toString('utf8', from)
  try {
    return restored(JSON.parse(rest), word, tensors)
  } catch {
    return undefined
  }
}

/** Whether an array begins as one of numbers does: then it is one that the reader did not want. */
function isOfNumbers(text: Buffer, bracket: number): boolean {
  const beginning = text.toString('latin1', bracket, bracket + 64).replace(/^[[\s]+/, '')
  return DIGITS.test(beginning)
}

/**
 * Finds where the next bracket opens that is not part of a string; the end of the text when none does. What lies far
 * ahead is looked for once, not for every bracket.
 */
function bracketsIn(text: Buffer): (from: number) => number {
  let [bracket, quote] = [-1, -1]
  return (from) => {
    let start = from
    for (;;) {
      if (bracket < start) bracket = place(text, BRACKET, start)
      if (quote < start) quote = place(text, QUOTE, start)
      if (bracket <= quote) return bracket
      start = endOfString(text, quote)
    }
  }
}

function place(text: Buffer, byte: number, from: number): number {
  const at = text.indexOf(byte, from)
  return at < 0 ? text.length : at
}

function endOfString(text: Buffer, quote: number): number {
  for (let at = place(text, QUOTE, quote + 1); ; at = place(text, QUOTE, at + 1)) {
    let slashes = 0
    while (text[at - 1 - slashes] === BACKSLASH) slashes += 1
    if (at === text.length || slashes % 2 === 0) return Math.min(at + 1, text.length)
  }
}

const isFields = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A request with its tensors in their places, at the top or one level deeper; undefined when one has none there. */
function restored(request: unknown, word: string, tensors: readonly Tensor[]): unknown {
  let found = 0
  const fill = (fields: object, deeper: boolean) => {
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'string' && value.startsWith(word)) {
        found += 1
        const tensor = tensors[Number(value.slice(word.length))]
        Object.defineProperty(fields, name, { value: tensor, enumerable: true, writable: true })
      } else if (deeper && isFields(value)) fill(value, false)
    }
  }
  if (!isFields(request)) return undefined
  fill(request, true)
  return found === tensors.length ? request : undefined
}
