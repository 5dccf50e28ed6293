import { isMatrix } from '../core/matrix.ts'
import { isTensor, type Tensor } from './tensor.ts'
import { theCodec } from './text/codec.ts'
import { codedPieces } from './text/pieces.ts'

/** How much text is put together before it leaves: large enough to be cheap, small enough to be held by the dozen. */
const PIECE = 256 * 1024

/**
 * A reply as JSON text, piece by piece, so that a large one is never held whole: by the codec, or by the engine where
 * there is no WebAssembly, with the same bytes. A number is written so that it reads back as the same float64.
 */
export function writeJson(reply: object): Generator<Uint8Array> {
  const codec = theCodec()
  return codec ? codedPieces(partsOf(reply), codec, PIECE) : plainPieces(reply)
}

/** As writeJson: arrays go row by row, a plain loop and JSON.stringify, the fastest way that the engine has. */
export function* plainPieces(reply: object): Generator<Uint8Array> {
  let text = ''
  for (const part of partsOf(reply)) {
    for (const each of typeof part === 'string' ? [part] : rows(part, 0, 0)) {
      text += each
      if (text.length < PIECE) continue
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

/** The text of a value: words and arrays of numbers in turn. There are few, since numbers come in arrays. */
function partsOf(reply: object): (string | Tensor)[] {
  const parts: (string | Tensor)[] = []
  let words = ''
  function spell(value: unknown): void {
    if (isTensor(value) || isMatrix(value)) {
      parts.push(words, 'shape' in value ? value : { shape: [value.d], data: value.data })
      words = ''
    } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      words += JSON.stringify(value)
    } else {
      let mark = '{'
      for (const [key, each] of Object.entries(value)) {
        if (each === undefined) continue
        words += `${mark}${JSON.stringify(key)}:`
        spell(each)
        mark = ','
      }
      words += mark === '{' ? '{}' : '}'
    }
  }
  spell(reply)
  parts.push(words)
  return parts
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
