import { faultAt, type ReadError } from './errors.ts'

/** A text and how far it has been read. Blanks, line ends and Python's comments stand between all that is read. */
export class Scanner {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  /** The next character, which stays; empty at the end. */
  peek(): string {
    const { text } = this
    for (;;) {
      while (kindOf(text.charCodeAt(this.at)) === BLANK) this.at += 1
      if (text[this.at] !== '#') return text[this.at] ?? ''
      const end = text.indexOf('\n', this.at)
      this.at = end < 0 ? text.length : end
    }
  }

  /** Goes past the next character if it is this one. */
  take(mark: string): boolean {
    if (this.peek() !== mark) return false
    this.at += 1
    return true
  }

  /** All up to the next blank, bracket, comma or semicolon; empty when one of these is next. */
  word(): string {
    this.peek()
    const { text, at: start } = this
    while (kindOf(text.charCodeAt(this.at)) === INSIDE) this.at += 1
    return text.slice(start, this.at)
  }

  /** Goes past what a sticky pattern finds right here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text) ?? undefined
    if (found) this.at = pattern.lastIndex
    return found
  }

  fault(why: string, at = this.at): ReadError {
    return faultAt(this.text, at, why)
  }
}

const INSIDE = 0
const BLANK = 1
const MARK = 2

/** What each character below 256 is; a no-break space comes from web pages. */
const KINDS = new Uint8Array(256)
for (const blank of ' \t\n\v\f\r\u00a0') KINDS[blank.charCodeAt(0)] = BLANK
for (const mark of ',;()[]{}#') KINDS[mark.charCodeAt(0)] = MARK

/** The kind of a character code; the end, which has none, is a mark. */
function kindOf(code: number): number {
  if (code < 256) return KINDS[code] as number
  return code >= 256 ? INSIDE : MARK
}
