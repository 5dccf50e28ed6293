import type { Tensor } from '../../src/formats/tensor.ts'
import { closeCall, openCall, skipParameter } from './calls.ts'
import { raggedRow } from './errors.ts'
import { Rows } from './matlab-rows.ts'
import { numberOf, whyNot } from './numbers.ts'
import type { Scanner } from './scanner.ts'

/**
 * Arrays in brackets: JSON, Python's lists and tuples, what NumPy and torch print, MATLAB's rows. Within one pair of
 * brackets entries stand between commas or between blanks, as all of these have it, and never both.
 */

type Shape = readonly number[]

export const HIGHEST_RANK = 5
/** Calls and parentheses around arrays; nobody has more. */
const DEEPEST = 16
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '(': ')' }
const CLOSERS = ')]}'
const SCALAR: Shape = []

/** The array or the number that begins here. @throws ReadError */
export function readArray(scanner: Scanner): Tensor {
  const numbers: number[] = []
  const start = scanner.at
  const shape = readValue(scanner, numbers, 0)
  if (shape.length > HIGHEST_RANK) throw tooDeep(scanner, start)
  return { shape, data: new Float64Array(numbers) }
}

/** Reads a value, adds its numbers to the others, and returns its shape. */
function readValue(scanner: Scanner, numbers: number[], depth: number): Shape {
  const mark = scanner.peek()
  if (mark === '[' || mark === '(') return readBracket(scanner, mark, numbers, depth)
  if (mark === 'P') skipParameter(scanner)
  const word = scanner.word()
  const start = scanner.at - word.length
  if (scanner.text[scanner.at] === '(' && word !== '') {
    if (depth > DEEPEST) throw tooDeep(scanner, start)
    openCall(scanner, word, start)
    const shape = readValue(scanner, numbers, depth + 1)
    closeCall(scanner, shape)
    return shape
  }
  const number = numberOf(word)
  if (number === undefined) throw scanner.fault(whyNot(word), start)
  numbers.push(number)
  return SCALAR
}

function readBracket(scanner: Scanner, open: string, numbers: number[], depth: number): Shape {
  const start = scanner.at
  if (depth > DEEPEST) throw tooDeep(scanner, start)
  scanner.take(open)
  const close = CLOSING[open] as string
  const rows = new Rows(scanner)
  let first: Shape | undefined
  let count = 0
  let separator: 'comma' | 'blank' | undefined
  while (!scanner.take(close)) {
    const mark = scanner.peek()
    if (mark === '') throw scanner.fault(`This ${open} is never closed.`, start)
    if (CLOSERS.includes(mark)) throw scanner.fault(`A ${close} is missing before this ${mark}.`)
    const begins = scanner.at
    const shape = readValue(scanner, numbers, depth + 1)
    first ??= shape
    count += 1
    if (shape !== first) demandSame(scanner, begins, count, shape, first)
    const next = scanner.peek()
    if (next === '' || CLOSERS.includes(next)) continue
    if (next === ';' && first === SCALAR) {
      rows.end(count)
      continue
    }
    const found = scanner.take(',') ? 'comma' : 'blank'
    separator ??= found
    if (found !== separator) {
      throw scanner.fault('Commas and blanks are mixed here: is a comma missing, or a line cut?')
    }
  }
  if (first === undefined) throw scanner.fault('There is no number between these brackets.', start)
  // Parentheses around one thing are no tuple in Python: that takes a comma.
  if (open === '(' && count === 1 && separator === undefined) return first
  return rows.any ? rows.shape(count) : [count, ...first]
}

/** @throws ReadError when an entry is not of the shape of those before it */
function demandSame(
  scanner: Scanner,
  start: number,
  place: number,
  shape: Shape,
  before: Shape,
): void {
  if (shape.join() === before.join()) return
  if (shape.length === 1 && before.length === 1) {
    throw scanner.fault(raggedRow(place, shape[0] as number, before[0] as number), start)
  }
  if (shape.length === 0 || before.length === 0) {
    const why = 'Here a number and a list stand side by side: each row needs brackets of its own.'
    throw scanner.fault(why, start)
  }
  const why = `Block ${place} has the shape (${shape.join(', ')}), and the blocks before it have (${before.join(', ')}).`
  throw scanner.fault(why, start)
}

function tooDeep(scanner: Scanner, at: number) {
  return scanner.fault(`The array is nested more than ${HIGHEST_RANK} deep.`, at)
}
