import { crc32, inflateRawSync } from 'node:zlib'
import type { Entry, Limits } from './zip-directory.ts'
import { findMembers, isDeflated, proven, uninflatable } from './zip-members.ts'

/** Unpacks the members of zip archives, at once and as Node does it; nothing before its size is known to fit. */

/** A member: its name, and its bytes when they are asked for. */
export interface Packed {
  readonly name: string
  /** @throws Refusal `malformed` when they are not those that were packed */
  bytes(): Uint8Array
}

/** The members of an archive, in the order of its directory. @throws Refusal as findMembers does */
export function unzip(archive: Uint8Array, limits: Limits): Packed[] {
  return findMembers(archive, limits).map(({ entry, packed }) => ({
    name: entry.name,
    bytes: () => proven(entry, isDeflated(entry) ? inflate(entry, packed) : packed, crc32),
  }))
}

/** What zlib returns with its `info`; its types leave that out. */
interface Inflated {
  readonly buffer: Uint8Array
  readonly engine: { readonly bytesWritten: number }
}

/** Inflates at most the size; the data has to end where the member does. */
function inflate(entry: Entry, bytes: Uint8Array): Uint8Array {
  try {
    const inflated: unknown = inflateRawSync(bytes, {
      maxOutputLength: Math.max(entry.size, 1),
      info: true,
    })
    const { buffer, engine } = inflated as Inflated
    if (engine.bytesWritten === bytes.length) return buffer
  } catch {}
  throw uninflatable(entry)
}
