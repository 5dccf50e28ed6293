/**
 * The memory of arrays. For a small one, asking the system takes longer than filling it: many of them are cut from one
 * piece. That of a large one is kept for the next of its size: fresh pages take longer to come than its numbers.
 */

/** The most numbers of an array that is cut from a piece, and those of a piece. */
const SMALL = 256
const PIECE = 4096

let piece = new Float64Array(0)
let cut = 0

const kept: ArrayBuffer[] = []

/** From this size on memory is worth to be given back by hand, and up to this many bytes of it are kept. */
const LARGE = 16_384
const MOST = 48 * 2 ** 20

/** So many zeros. */
export function zeros(length: number): Float64Array<ArrayBuffer> {
  if (length <= SMALL) {
    if (cut + length > piece.length) [piece, cut] = [new Float64Array(PIECE), 0]
    cut += length
    return piece.subarray(cut - length, cut)
  }
  const at = kept.findIndex(({ byteLength }) => byteLength === 8 * length)
  return at < 0
    ? new Float64Array(length)
    : new Float64Array(kept.splice(at, 1)[0] as ArrayBuffer).fill(0)
}

/**
 * Takes the memory of an array back, at once and not when the collector comes to it: the engine counts these bytes, and
 * after each 64 MiB of them looks through its whole heap. The array is empty afterwards, whoever still has it.
 */
export function giveBack(array: ArrayBufferView): void {
  const { buffer, byteLength } = array
  const own = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
  if (!own || byteLength < LARGE) return
  if (!(array instanceof Float64Array)) {
    buffer.transfer(0)
    return
  }
  kept.push(buffer.transfer())
  const held = () => kept.reduce((sum, each) => sum + each.byteLength, 0)
  while (held() > MOST) kept.shift()?.transfer(0)
}

/** Lets go of all that is kept, for whoever needs the room more. */
export function letGo(): void {
  for (const each of kept.splice(0)) each.transfer(0)
}
