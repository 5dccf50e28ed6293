import type { Tensor } from '../../src/formats/tensor.ts'
import { readArray } from './brackets.ts'
import { ReadError } from './errors.ts'
import { readEntries } from './named.ts'
import { Scanner } from './scanner.ts'
import { readTable } from './table.ts'

/** An array of float64 numbers, row-major; shape () is a number. No array is empty. */
export type Read = Tensor

/** What an array begins with: a bracket, or a call around one. */
const BRACKETED = /[[(]|[A-Za-z_][\w.]*\(|Parameter containing:/y

/**
 * The array, of rank 0 to 5, that a text holds: JSON, Python, what NumPy, torch or MATLAB print, or a table. A table of
 * one line or of one column is a vector. An array with a name in front of it is read as well.
 *
 * @throws ReadError in a sentence, with line and column where it can tell
 */
export function readText(text: string): Read {
  const plain = plainOf(text)
  const entries = readEntries(plain)
  if (entries) {
    const [[, only], ...others] = entries as [[string, Read]]
    if (others.length === 0) return only
    const names = entries.map(([name]) => name).join(', ')
    throw new ReadError(`One array is needed here, and the text names ${entries.length}: ${names}.`)
  }
  const scanner = new Scanner(plain)
  if (scanner.peek() === '') throw new ReadError('There is no text: paste numbers.')
  BRACKETED.lastIndex = scanner.at
  if (!BRACKETED.test(plain)) return readTable(plain)
  const array = readArray(scanner)
  scanner.take(';')
  if (scanner.peek() === '') return array
  throw scanner.fault(
    'The array ends before this. Several arrays take names, as in dx = [[1, 2]]; rows take one more pair of brackets around them.',
  )
}

/**
 * The arrays that a text names: a JSON object, a Python dictionary, or assignments one after the other; undefined when
 * it is one array without a name.
 *
 * @throws ReadError in a sentence, with line and column where it can tell
 */
export function readNamed(text: string): Readonly<Record<string, Read>> | undefined {
  const entries = readEntries(plainOf(text))
  return entries && Object.fromEntries(entries)
}

/** One minus sign, one end of a line, and no byte order mark; every character keeps its place. */
function plainOf(text: string): string {
  return text
    .replace(/^\ufeff/, ' ')
    .replaceAll('\u2212', '-')
    .replaceAll(/\r(?!\n)/g, '\n')
}
