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
    const piece = Buffer.from(codec.bytes.subarray(SHEET, end))
    end = SHEET
    return piece
  }
  for (const part of parts) {
    if (typeof part !== 'string') {
      const { shape, data } = part
      for (let from = 0; from < data.length; from += RUN) {
        const count = Math.min(RUN, data.length - from)
        bring(data, from, count, codec)
        sayStrides(shape, codec)
        end = codec.write(NUMBERS, count, from, STRIDES, shape.length, end)
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

/** From how many numbers on they are copied faster as a piece. */
const MANY = 32

/** Puts numbers where the codec looks for them. */
function bring(data: Float64Array, from: number, count: number, { numbers }: Codec): void {
  const to = NUMBERS / Float64Array.BYTES_PER_ELEMENT
  if (count >= MANY) numbers.set(data.subarray(from, from + count), to)
  else for (let i = 0; i < count; i++) numbers[to + i] = data[from + i] as number
}

/** Says how many numbers an entry of each axis takes, the last axis' row first, the whole array last. */
function sayStrides(shape: readonly number[], { words }: Codec): void {
  let product = 1
  for (
    let axis = shape.length - 1, to = STRIDES / Int32Array.BYTES_PER_ELEMENT;
    axis >= 0;
    axis--, to++
  ) {
    product *= shape[axis] as number
    words[to] = product
  }
}
