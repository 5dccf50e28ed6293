import { faultAt } from './errors.ts'

/** A line of a table: its text without a comment, and the offset where it begins. */
export interface Line {
  readonly text: string
  readonly start: number
}

/**
 * The lines of a table. What is behind # is a comment, as NumPy writes them; empty lines may stand above and below.
 *
 * @throws ReadError for an empty line between numbers, which may be where another array begins
 */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  let gap = -1
  for (const whole of text.split('\n')) {
    const comment = whole.indexOf('#')
    const line = (comment < 0 ? whole : whole.slice(0, comment)).replace(/\r$/, '')
    if (line.trim() !== '') {
      if (gap >= 0) {
        const why =
          'An empty line stands between rows: paste one array at a time, without empty lines.'
        throw faultAt(text, gap, why)
      }
      lines.push({ text: line, start })
    } else if (comment < 0 && lines.length > 0 && gap < 0) gap = start
    start += whole.length + 1
  }
  return lines
}
