import { isMatrix } from '../core/matrix.ts'
import { isTensor, type Tensor } from './tensor.ts'

/** How much text is put together before it leaves: large enough to be cheap, small enough to be held by the dozen. */
const PIECE = 256 * 1024

/**
 * A reply as JSON text, piece by piece, so that a large one is never held whole. Arrays go row by row: a plain loop and
 * JSON.stringify, which writes a number so that it reads back as the same float64, is the fastest way the engine has.
 */
export function* writeJson(reply: object): Generator<Uint8Array> {
  let text = ''
  for (const part of textOf(reply)) {
    text += part
    if (text.length < PIECE) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

function* textOf(value: unknown): Generator<string> {
  if (isTensor(value)) yield* rows(value, 0, 0)
  else if (isMatrix(value)) yield row(value.data, 0, value.d)
  else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield JSON.stringify(value)
  } else {
    let mark = '{'
    for (const [key, each] of Object.entries(value)) {
      if (each === undefined) continue
      yield `${mark}${JSON.stringify(key)}:`
      yield* textOf(each)
      mark = ','
    }
    yield mark === '{' ? '{}' : '}'
  }
}

function* rows({ shape, data }: Tensor, axis: number, start: number): Generator<string> {
  const size = shape[axis] as number
  if (axis === shape.length - 1) {
    yield row(data, start, size)
    return
  }
  const stride = shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  for (let i = 0; i < size; i++) {
    yield i === 0 ? '[' : ','
    yield* rows({ shape, data }, axis + 1, start + i * stride)
  }
  yield ']'
}

function row(data: Float64Array, start: number, size: number): string {
  const numbers: number[] = []
  for (let i = start; i < start + size; i++) numbers.push(data[i] as number)
  return JSON.stringify(numbers)
}
