import { faultAt, type ReadError } from './errors.ts'
import type { Line } from './lines.ts'

/** What stands between the cells of a row; a blank stands for any number of blanks and tabs. */
export type Separator = ';' | ',' | '\t' | ' '

/** Not the thin ones, which in some languages stand within a number. */
const BLANKS = /[ \t\v\f\u00a0]+/

/** The separator of a table. Tabs in some lines alone are blanks. */
export function separatorOf(lines: readonly Line[]): Separator {
  const found = ([';', ','] as const).find((mark) => lines.some(({ text }) => text.includes(mark)))
  return found ?? (lines.every(({ text }) => text.includes('\t')) ? '\t' : ' ')
}

/** The cells of a line, without the quotes that some programs put around all of them. */
export function split({ text }: Line, separator: Separator): string[] {
  if (separator === ' ') return text.trim().split(BLANKS)
  return text.split(separator).map((cell) => {
    const trimmed = cell.trim()
    return trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed
  })
}

/** What a cell begins behind: where blanks separate, its own first character is found instead. */
const BEGINNINGS: Readonly<Record<Separator, RegExp>> = {
  ';': /(?<=^|;)/g,
  ',': /(?<=^|,)/g,
  '\t': /(?<=^|\t)/g,
  ' ': /(?<=^|[ \t\v\f\u00a0])[^ \t\v\f\u00a0]/g,
}

/** What is wrong with the cell in column `j` of a line. */
export function faultIn(
  text: string,
  line: Line,
  separator: Separator,
  j: number,
  why: string,
): ReadError {
  const { index = 0 } = [...line.text.matchAll(BEGINNINGS[separator])][j] ?? {}
  const blanks = /^ */.exec(line.text.slice(index)) as RegExpExecArray
  return faultAt(text, line.start + index + blanks[0].length, why)
}
