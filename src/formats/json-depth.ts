const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = [0x5b, 0x7b]
const CLOSING = [0x5d, 0x7d]

/**
 * Whether a text of JSON nests deeper than `limit`, found before anybody builds what it nests. Long rows of numbers are
 * leapt over, as Buffer.indexOf goes many bytes at a time; a text that is no JSON may be told either.
 */
export function isDeeper(text: Buffer, limit: number): boolean {
  const nextOf = new Map(
    [...OPENING, ...CLOSING, QUOTE].map((mark) => [mark, place(text, mark, 0)]),
  )
  let depth = 0
  for (;;) {
    const [mark, at] = nearest(nextOf)
    if (at === text.length) return false
    if (OPENING.includes(mark)) depth += 1
    else if (CLOSING.includes(mark)) depth -= 1
    if (depth > limit) return true
    const after = mark === QUOTE ? endOfString(text, at) : at + 1
    for (const [each, next] of nextOf) {
      if (next < after) nextOf.set(each, place(text, each, after))
    }
  }
}

function nearest(nextOf: ReadonlyMap<number, number>): [mark: number, at: number] {
  let found: [number, number] = [0, Number.POSITIVE_INFINITY]
  for (const each of nextOf) if (each[1] < found[1]) found = each
  return found
}

/** Where a byte stands next; the end of the text when it doesn't. */
function place(text: Buffer, mark: number, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? text.length : at
}

/** The place behind a string that begins at `start`. */
function endOfString(text: Buffer, start: number): number {
  for (let at = place(text, QUOTE, start + 1); ; at = place(text, QUOTE, at + 1)) {
    if (at === text.length) return at
    let slashes = 0
    while (text[at - 1 - slashes] === BACKSLASH) slashes += 1
    if (slashes % 2 === 0) return at + 1
  }
}
