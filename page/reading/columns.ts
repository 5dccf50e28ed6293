import { faultIn, type Separator, separatorOf, split } from './cells.ts'
import { faultAt } from './errors.ts'
import type { Line } from './lines.ts'
import { isName, numberOf } from './numbers.ts'

/** How a table is laid out: what stands between its cells, and above and beside its numbers. */
export interface Columns {
  readonly separator: Separator
  /** Whether the first line holds names. */
  readonly header: boolean
  /** Whether the first column only counts the rows. */
  readonly index: boolean
  /** The number in a cell; undefined when it holds none. */
  read(cell: string): number | undefined
}

/**
 * The layout of a table of one line or more. A first line of words holds names. A first column is left out
 * only where the line of names has no name for it and it counts 0, 1, 2 or 1, 2, 3, as pandas and R write it; where
 * it could be meant either way, the table is refused.
 *
 * @throws ReadError
 */
export function columnsOf(text: string, lines: readonly Line[]): Columns {
  const separator = separatorOf(lines)
  const read = hasDecimalCommas(lines, separator) ? withComma : numberOf
  const [top, ...rest] = lines as [Line, ...Line[]]
  const [first, second] = [split(top, separator), rest[0] && split(rest[0], separator)]
  if (!second?.some((cell) => read(cell) !== undefined)) {
    return { separator, header: false, index: false, read }
  }
  const unnamed = separator !== ' ' && first[0] === ''
  // In a print, the line of names is indented by the width of the first column.
  const indented = separator === ' ' && /^\s/.test(top.text) && first.length === second.length - 1
  const names = unnamed ? first.slice(1) : first
  const index = (unnamed || indented) && (counts(names, 0) || names.every(isName))
  if (!index && !names.every(isName)) {
    demandNoCount(text, top, rest, separator)
    return { separator, header: false, index: false, read }
  }
  if (names.length !== second.length - Number(index)) {
    const why = `The first line names ${names.length} columns, and the next line has ${second.length}.`
    throw faultAt(text, top.start, why)
  }
  if (index) demandCount(text, rest, separator)
  return { separator, header: true, index, read }
}

function counts(cells: readonly string[], from: number): boolean {
  return cells.every((cell, i) => cell === `${from + i}`)
}

/** @throws ReadError when a column without a name does not count the rows */
function demandCount(text: string, rows: readonly Line[], separator: Separator): void {
  const column = rows.map((row) => split(row, separator)[0] as string)
  if (counts(column, 0) || counts(column, 1)) return
  const why =
    'The first column has no name. If it only labels the rows, leave it out; if not, give it a name or leave out the line of names.'
  throw faultIn(text, rows[0] as Line, separator, 0, why)
}

const HAS_FRACTION = /[.,en]/i

/**
 * @throws ReadError when a first line of 0, 1, 2, ... is written in another way than all numbers below it: pandas
 * names columns so
 */
function demandNoCount(text: string, top: Line, rows: readonly Line[], separator: Separator): void {
  const first = split(top, separator)
  if (first.length < 2 || rows.length < 2 || !counts(first, 0)) return
  if (!rows.every((row) => split(row, separator).every((cell) => HAS_FRACTION.test(cell)))) return
  const why =
    'The first line may be the names of the columns or a row of numbers: leave it out, or write 0.0 for 0.'
  throw faultAt(text, top.start, why)
}

/** 1,5;2,5 and no point anywhere, but in names. */
function hasDecimalCommas(lines: readonly Line[], separator: Separator): boolean {
  const below = lines.length > 1 ? lines.slice(1) : lines
  return (
    separator === ';' &&
    lines.some(({ text }) => text.includes(',')) &&
    !below.some(({ text }) => text.includes('.'))
  )
}

const WITH_COMMA = /^[+-]?\d+(?:,\d+)?(?:e[+-]?\d+)?$|^[+-]?[a-z]+$/i

function withComma(cell: string): number | undefined {
  return WITH_COMMA.test(cell) ? numberOf(cell.replace(',', '.')) : undefined
}
