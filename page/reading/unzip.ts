import type { Entry, Limits } from '../../src/formats/zip-directory.ts'
import { findMembers, isDeflated, proven, uninflatable } from '../../src/formats/zip-members.ts'
import { crc32 } from './crc32.ts'

/**
 * The members of a zip archive by name, unpacked as browsers can. The archive is looked at with the service's own
 * suspicion: see src/formats/zip-members.ts.
 *
 * @throws Refusal `malformed`, or `too-large` for what is over the limits
 */
export async function unzip(
  archive: Uint8Array<ArrayBuffer>,
  limits: Limits,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }[]> {
  const members = []
  for (const { entry, packed } of findMembers(archive, limits)) {
    const bytes = isDeflated(entry) ? await inflate(entry, packed) : packed
    members.push({ name: entry.name, bytes: proven(entry, bytes, crc32) })
  }
  return members
}

/** Inflates at most the size; a stream refuses data that ends before the member does, or after it. */
async function inflate(entry: Entry, packed: Uint8Array): Promise<Uint8Array> {
  const bytes = new Uint8Array(entry.size)
  let length = 0
  try {
    const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'))
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read()
      if (done) break
      // More than fits is a RangeError, before more is inflated.
      bytes.set(value, length)
      length += value.length
    }
  } catch {
    throw uninflatable(entry)
  }
  return bytes.subarray(0, length)
}
