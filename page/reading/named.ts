import type { Tensor } from '../../src/formats/tensor.ts'
import { readArray } from './brackets.ts'
import { ReadError } from './errors.ts'
import { Scanner } from './scanner.ts'

/**
 * Arrays by name: a JSON object, a Python dictionary, or assignments one after the other. As in an archive, what lies
 * in an object within an object has its path with dots for a name: cache.xhat. Words, truth values and empty lists
 * are no arrays and are left out.
 */

export type Entry = readonly [name: string, array: Tensor]

const DEEPEST = 16
/** `dx = ` and `dx: `; what a value can begin with has to follow, or it is a table with such a title. */
const NAME =
  /([\p{L}_][\p{L}\p{N}_.]*)\s*[=:](?=\s*(?:[[({'"\d.+-]|nan|inf|True|False|None|true|false|null|[A-Za-z_][\w.]*\(|Parameter containing:))\s*/iuy
const KEY = /"((?:[^"\\\n]|\\.)*)"\s*:|'((?:[^'\\\n]|\\.)*)'\s*:/y
const WORD = /(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?:True|False|None|true|false|null)\b)/y
/** A list that holds no number: of words, of objects, or of nothing. */
const NO_ARRAY = /\[\s*(?:\]|(?=["'{]))/y

/** The arrays of a text that names them; undefined when it does not. @throws ReadError */
export function readEntries(text: string): Entry[] | undefined {
  const scanner = new Scanner(text)
  const entries: Entry[] = []
  if (scanner.peek() === '{') {
    readObject(scanner, '', entries, 0)
    scanner.take(';')
    if (scanner.peek() !== '') throw scanner.fault('Nothing more can follow the closing }.')
  } else if (!readAssignments(scanner, entries)) return undefined
  const names = entries.map(([name]) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new ReadError(`${twice} is given twice.`)
  if (entries.length === 0) throw new ReadError('The text names no array of numbers.')
  return entries
}

/** Whether there are any. */
function readAssignments(scanner: Scanner, entries: Entry[]): boolean {
  let found = false
  while (scanner.peek() !== '') {
    const name = scanner.match(NAME)?.[1]
    if (name === undefined) {
      if (!found) return false
      throw scanner.fault('A name and an equals sign should stand here, as in dx = [[1, 2]].')
    }
    found = true
    readMember(scanner, name, entries, 0)
    if (!scanner.take(';')) scanner.take(',')
  }
  return found
}

function readObject(scanner: Scanner, path: string, entries: Entry[], depth: number): void {
  const start = scanner.at
  if (depth > DEEPEST) throw scanner.fault(`Objects are nested more than ${DEEPEST} deep.`)
  scanner.take('{')
  while (!scanner.take('}')) {
    if (scanner.peek() === '') throw scanner.fault('This { is never closed.', start)
    const [, double, single] = scanner.match(KEY) ?? []
    const key = double ?? single
    if (key === undefined) {
      throw scanner.fault('A name in quotes and a colon should stand here, as in "dx": [[1, 2]].')
    }
    readMember(scanner, path + key, entries, depth)
    if (scanner.take(',') || scanner.peek() === '}') continue
    throw scanner.fault(`A comma or } is missing after ${path + key}.`)
  }
}

/** Reads what a name stands for: an array, an object of more, or something to leave out. */
function readMember(scanner: Scanner, name: string, entries: Entry[], depth: number): void {
  const mark = scanner.peek()
  if (mark === '{') readObject(scanner, `${name}.`, entries, depth + 1)
  else if (!skipOther(scanner, depth)) entries.push([name, readArray(scanner)])
}

/** Goes past a value that holds no numbers, if one is next. */
function skipOther(scanner: Scanner, depth: number): boolean {
  if (scanner.match(WORD)) return true
  const list = scanner.match(NO_ARRAY)?.[0]
  if (list === undefined) return false
  if (list.endsWith(']')) return true
  while (!scanner.take(']')) {
    if (scanner.peek() === '{') readObject(scanner, '', [], depth + 1)
    else if (!scanner.match(WORD)) {
      throw scanner.fault('Among words and objects only more of them can stand.')
    }
    scanner.take(',')
  }
  return true
}
