import type { Tensor } from '../tensor.ts'
import { type Codec, FREE } from './codec.ts'

/** How many bytes are read at once. */
const WINDOW = 2 ** 16

const STATE = FREE
const TEXT = STATE + 128
const NUMBERS = TEXT + WINDOW + 128

// Words of the state; see assembly/read.ts.
const RANK = STATE / 4 + 1
const CLOSED = STATE / 4 + 3
const FILLED = STATE / 4 + 4
const SIZES = STATE / 4 + 6

/**
 * The array of numbers that begins at a place of a body, and where it ends; undefined for what is none: ragged, empty,
 * too deep, with something else in it, with a number beyond float64, or no JSON.
 */
export function readArray(
  body: Uint8Array,
  start: number,
  { bytes, numbers, words, read }: Codec,
): { tensor: Tensor; end: number } | undefined {
  words.fill(0, STATE / 4, TEXT / 4)
  const runs: Float64Array[] = []
  let at = start
  while (words[CLOSED] === 0) {
    const window = body.subarray(at, at + WINDOW)
    bytes.set(window, TEXT)
    const understood = read(STATE, TEXT, TEXT + window.length, NUMBERS) - TEXT
    if (understood === 0) return undefined
    at += understood
    runs.push(numbers.slice(NUMBERS / 8, NUMBERS / 8 + (words[FILLED] as number)))
  }
  const shape = Array.from(words.subarray(SIZES, SIZES + (words[RANK] as number)))
  return { tensor: { shape, data: joined(runs) }, end: at }
}

function joined(runs: readonly Float64Array[]): Float64Array {
  if (runs.length === 1) return runs[0] as Float64Array
  const data = new Float64Array(runs.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const run of runs) {
    data.set(run, at)
    at += run.length
  }
  return data
}
