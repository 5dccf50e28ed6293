import { isTensor, placeOf, type Tensor } from './tensor.ts'

/** What somebody's code returned, as far as it is an array of numbers: NaN where a number is none. */
export type Anything = Tensor | { readonly detail: string }

/** The highest rank that is looked into. */
const DEEPEST = 8

/** How numbers that are none are spelled, where JSON has no word for them. */
const SPECIAL: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  nan: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

/**
 * Takes whatever it is as an array of numbers; what can't be one, a ragged array or words, is said in words. A single
 * number has no axes. Never throws: what a submission holds is a result, whatever it is.
 */
export function packAnything(value: unknown): Anything {
  if (isTensor(value)) return value
  const shape: number[] = []
  for (let level = value; Array.isArray(level); level = level.at(0)) {
    if (shape.length === DEEPEST) return { detail: `is nested deeper than ${DEEPEST} arrays` }
    shape.push(level.length)
  }
  if (shape.includes(0)) return { detail: 'is empty' }
  const data = new Float64Array(shape.reduce((product, size) => product * size, 1))
  let next = 0
  let fault: string | undefined
  const fill = (entry: unknown, axis: number): void => {
    if (fault !== undefined) return
    if (axis === shape.length) {
      const number = numberOf(entry)
      if (number === undefined) {
        const at = placeOf(next, shape).join(', ')
        fault = shape.length > 0 ? `holds something that is no number at [${at}]` : worded(entry)
      } else data[next++] = number
    } else if (Array.isArray(entry) && entry.length === shape[axis]) {
      for (const each of entry) fill(each, axis + 1)
    } else {
      fault = 'is ragged: its rows have different lengths'
    }
  }
  fill(value, 0)
  return fault === undefined ? { shape, data } : { detail: fault }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (value === null) return Number.NaN
  return typeof value === 'string' && Object.hasOwn(SPECIAL, value) ? SPECIAL[value] : undefined
}

/** The most of a text that is repeated: enough for the line that an exception prints. */
const MOST_TEXT = 100

/** What something is that is no number; a text is repeated, since it may be the error that came instead of a value. */
function worded(entry: unknown): string {
  if (typeof entry !== 'string') return 'is no number'
  const line = entry.replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return `is no number but the text "${line.length > MOST_TEXT ? `${line.slice(0, MOST_TEXT)}...` : line}"`
}
