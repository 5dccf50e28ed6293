import { lineAndColumn } from '../../src/formats/json-fault.ts'

interface Place {
  readonly line: number | undefined
  readonly column: number | undefined
}

/** Why a text or a file can't be read, in a sentence for the person who gave it. */
export class ReadError extends Error {
  /** Where in the text, both from 1; undefined when it is the text as a whole. */
  readonly line: number | undefined
  readonly column: number | undefined

  constructor(message: string, place?: Place) {
    super(message)
    this.name = 'ReadError'
    this.line = place?.line
    this.column = place?.column
  }
}

/** What is wrong with a text at an offset. */
export function faultAt(text: string, offset: number, why: string): ReadError {
  const place = lineAndColumn(text, offset)
  return new ReadError(`Line ${place.line}, column ${place.column}: ${why}`, place)
}

const LONGEST_SHOWN = 30

/** A piece of the text as a sentence shows it. */
export function quoted(word: string): string {
  return word.length > LONGEST_SHOWN ? `"${word.slice(0, LONGEST_SHOWN)}..."` : `"${word}"`
}

/** The sentence for a row of another length. */
export function raggedRow(row: number, length: number, before: number): string {
  const numbers = length === 1 ? '1 number' : `${length} numbers`
  return `Row ${row} has ${numbers}, and the rows before it have ${before}.`
}
