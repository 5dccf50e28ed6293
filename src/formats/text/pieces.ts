import type { Tensor } from '../tensor.ts'
import { type Codec, FREE } from './codec.ts'

/** How many numbers are written at once: at most 36 KiB of text. */
const RUN = 1024
/** Words of more characters than this leave as a piece of their own. */
const LONG = 8192

const NUMBERS = FREE
const STRIDES = NUMBERS + RUN * Float64Array.BYTES_PER_ELEMENT
const SHEET = STRIDES + 64

/**
 * Text put together in the memory of the codec, and copied out in pieces of at least `size` bytes. Between two pieces
 * nothing is left in the memory, which others use in the meantime.
 *
 * @param parts words and arrays, in turn
 */
export function* codedPieces(
  parts: Iterable<string | Tensor>,
  codec: Codec,
  size: number,
): Generator<Uint8Array> {
  let end = SHEET
  const full = () => end - SHEET >= size
  const taken = () => {
    const piece = new Uint8Array(codec.bytes.subarray(SHEET, end))
    end = SHEET
    return piece
  }
  for (const part of parts) {
    if (typeof part !== 'string') {
      const { shape, data } = part
      for (let from = 0; from < data.length; from += RUN) {
        const run = data.subarray(from, from + RUN)
        codec.numbers.set(run, NUMBERS / Float64Array.BYTES_PER_ELEMENT)
        codec.words.set(stridesOf(shape), STRIDES / Int32Array.BYTES_PER_ELEMENT)
        end = codec.write(NUMBERS, run.length, from, STRIDES, shape.length, end)
        if (full()) yield taken()
      }
    } else if (part.length <= LONG) {
      end += codec.bytes.write(part, end)
      if (full()) yield taken()
    } else {
      if (end > SHEET) yield taken()
      yield Buffer.from(part)
    }
  }
  if (end > SHEET) yield taken()
}

/** How many numbers an entry of each axis takes, the last axis' row first, the whole array last. */
function stridesOf(shape: readonly number[]): number[] {
  let product = 1
  return shape.toReversed().map((size) => {
    product *= size
    return product
  })
}
