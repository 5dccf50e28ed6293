/**
 * Where a text stops being JSON (RFC 8259): the offset of the first character that can't be there, or undefined when
 * the text is JSON. JSON.parse reads the bodies; this only finds the place when it refused, since its messages quote
 * the input and often don't say where. Loops only: neither depth nor length may exhaust a stack.
 */
export function jsonFault(text: string): number | undefined {
  const open: ('{' | '[')[] = []
  let expecting: 'value' | 'value or ]' | 'key' | 'key or }' | 'comma or end' = 'value'
  let at = skip(text, 0, SPACE)
  for (; ; at = skip(text, at, SPACE)) {
    const next = text[at]
    const container = open.at(-1)
    if (expecting === 'comma or end') {
      if (container === undefined) return at < text.length ? at : undefined
      if (next === ',') expecting = container === '{' ? 'key' : 'value'
      else if (next === CLOSING[container]) open.pop()
      else return at
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
      if (key.fault !== undefined) return key.fault
      at = skip(text, key.end, SPACE)
      if (text[at] !== ':') return at
      expecting = 'value'
      at += 1
    } else if (next === '{' || next === '[') {
      open.push(next)
      expecting = next === '{' ? 'key or }' : 'value or ]'
      at += 1
    } else {
      const scalar = endOfScalar(text, at)
      if (scalar.fault !== undefined) return scalar.fault
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

type End = { end: number; fault?: undefined } | { fault: number }

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
  if (text[start] !== '"') return { fault: start }
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] as string
    if (character === '"') return { end: at + 1 }
    if (character < ' ') return { fault: at }
    if (character !== '\\') continue
    at += 1
    if (text[at] === 'u') {
      const end = skip(text, at + 1, HEX, 4)
      if (end < at + 5) return { fault: end }
      at += 4
    } else if (at < text.length && !'"\\/bfnrt'.includes(text[at] as string)) return { fault: at }
  }
  return { fault: text.length }
}

function endOfScalar(text: string, start: number): End {
  if (text[start] === '"') return endOfString(text, start)
  const word = WORDS.find((candidate) => text.startsWith(candidate, start))
  if (word) return { end: start + word.length }
  let at = text[start] === '-' ? start + 1 : start
  let end = text[at] === '0' ? at + 1 : skip(text, at, DIGITS)
  if (end === at) return { fault: at }
  if (text[end] === '.') {
    at = end + 1
    end = skip(text, at, DIGITS)
    if (end === at) return { fault: at }
  }
  if (text[end] === 'e' || text[end] === 'E') {
    at = skip(text, end + 1, '+-', 1)
    end = skip(text, at, DIGITS)
    if (end === at) return { fault: at }
  }
  return { end }
}
