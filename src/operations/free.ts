/** From this size on memory is worth to be given back by hand. */
const LARGE = 16_384

/**
 * Gives the memory of every large array in a value back at once, not when the collector comes to it: the engine counts
 * these bytes, and after each 64 MiB of them looks through its whole heap. Whoever calls it is the last to know the
 * arrays; they are empty afterwards.
 */
export function free(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  if (!ArrayBuffer.isView(value)) {
    for (const each of Object.values(value)) free(each)
    return
  }
  const { buffer, byteLength } = value
  const own = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
  if (own && byteLength >= LARGE) buffer.transfer(0)
}
