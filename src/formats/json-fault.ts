/** Where a text stops being JSON, and what could have stood there. */
export interface JsonFault {
  /** The offset of the first character that can't be there. */
  readonly at: number
  readonly expected: string
}

/**
 * Where a text stops being JSON (RFC 8259); undefined when the text is JSON. JSON.parse reads the bodies; this only finds the place when it refused, since its messages quote
 * the input and often don't say where. Loops only: neither depth nor length may exhaust a stack.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = []
  let expecting: keyof typeof EXPECTED | 'comma or end' = 'value'
  let at = skip(text, 0, SPACE)
  for (; ; at = skip(text, at, SPACE)) {
    const next = text[at]
    const container = open.at(-1)
    if (expecting === 'comma or end') {
      if (container === undefined) {
        return at < text.length ? { at, expected: 'nothing more' } : undefined
      }
      if (next === ',') expecting = container === '{' ? 'key' : 'value'
      else if (next === CLOSING[container]) open.pop()
      else return { at, expected: `a comma or ${CLOSING[container]}` }
      at += 1
    } else if (next === '}' && expecting === 'key or }') {
      open.pop()
      expecting = 'comma or end'
      at += 1
    } else if (next === ']' && expecting === 'value or ]') {
      open.pop()
      expecting = 'comma or end'
      at += 1
    } else if (expecting === 'key' || expecting === 'key or }') {
      const key = endOfString(text, at)
      if ('expected' in key) return key.at > at ? key : { at, expected: EXPECTED[expecting] }
      at = skip(text, key.end, SPACE)
      if (text[at] !== ':') return { at, expected: 'a colon' }
      expecting = 'value'
      at += 1
    } else if (next === '{' || next === '[') {
      open.push(next)
      expecting = next === '{' ? 'key or }' : 'value or ]'
      at += 1
    } else {
      const scalar = endOfScalar(text, at)
      if ('expected' in scalar)
        return scalar.at > at ? scalar : { at, expected: EXPECTED[expecting] }
      at = scalar.end
      expecting = 'comma or end'
    }
  }
}

/** An offset as a line and a column, both from 1. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', start)) {
    line += 1
    start = at + 1
  }
  return { line, column: offset - start + 1 }
}

type End = { readonly end: number } | JsonFault

const EXPECTED = {
  value: 'a value',
  'value or ]': 'a value or ]',
  key: 'a name in double quotes',
  'key or }': 'a name in double quotes or }',
} as const

const CLOSING = { '{': '}', '[': ']' } as const
const SPACE = ' \t\n\r'
const DIGITS = '0123456789'
const HEX = '0123456789abcdefABCDEF'
const WORDS = ['true', 'false', 'null']

/** The first offset from `at` on whose character is none of `members`, past at most `most` of them. */
function skip(text: string, at: number, members: string, most = text.length): number {
  const limit = Math.min(text.length, at + most)
  while (at < limit && members.includes(text[at] as string)) at += 1
  return at
}

function endOfString(text: string, start: number): End {
  if (text[start] !== '"') return { at: start, expected: 'a double quote' }
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] as string
    if (character === '"') return { end: at + 1 }
    if (character < ' ') return { at, expected: 'an escape for this character' }
    if (character !== '\\') continue
    at += 1
    if (text[at] === 'u') {
      const end = skip(text, at + 1, HEX, 4)
      if (end < at + 5) return { at: end, expected: 'four hexadecimal digits' }
      at += 4
    } else if (at < text.length && !'"\\/bfnrt'.includes(text[at] as string)) {
      return { at, expected: 'an escape that JSON knows' }
    }
  }
  return { at: text.length, expected: 'the closing quote' }
}

function endOfScalar(text: string, start: number): End {
  if (text[start] === '"') return endOfString(text, start)
  const word = WORDS.find((candidate) => text.startsWith(candidate, start))
  if (word) return { end: start + word.length }
  let at = text[start] === '-' ? start + 1 : start
  let end = text[at] === '0' ? at + 1 : skip(text, at, DIGITS)
  if (end === at) return { at, expected: 'a digit' }
  if (text[end] === '.') {
    at = end + 1
    end = skip(text, at, DIGITS)
    if (end === at) return { at, expected: 'a digit' }
  }
  if (text[end] === 'e' || text[end] === 'E') {
    at = skip(text, end + 1, '+-', 1)
    end = skip(text, at, DIGITS)
    if (end === at) return { at, expected: 'a digit' }
  }
  return { end }
}
