import { type Entry, type Limits, readDirectory } from './zip-directory.ts'
import { broken, brokenMember, END, LOCAL, text } from './zip-records.ts'

/**
 * Finds the members of zip archives as NumPy writes them (APPNOTE 6.3.10): stored or deflated, sizes of 32 or 64 bits,
 * in one piece or streamed. The central directory is the truth; the local headers have to agree with it, and the members
 * to lie one after the other from the first byte to the directory, so that nothing can be hidden in between.
 */

/** A member, and its bytes as they lie in the archive. */
export interface Found {
  readonly entry: Entry
  readonly packed: Uint8Array
}

/** Encrypted, strongly encrypted, with a hidden directory. */
const ENCRYPTED = 0x2041
/** The checksum and the sizes were not known when the member was begun; they follow it, in 12 to 24 bytes. */
const STREAMED = 8
const FOLLOWING = [12, 16, 20, 24]
const STORED = 0
const DEFLATED = 8

/** Whether bytes begin as an archive does: with a member, or with the end of an empty one. */
export function isZip(bytes: Uint8Array): boolean {
  const word = bytes.length < 4 ? 0 : viewOf(bytes).getUint32(0, true)
  return word === LOCAL || word === END
}

/**
 * The members of an archive, in the order of its directory.
 *
 * @throws Refusal `malformed` for what is no sound archive, `too-large` for what is over the limits
 */
export function findMembers(archive: Uint8Array, limits: Limits): Found[] {
  const view = viewOf(archive)
  const { entries, start } = readDirectory(view, limits)
  let free = 0
  let gaps = [0]
  const starts = new Map<Entry, number>()
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    const { name, offset, packed, flags } = entry
    if (!gaps.includes(offset - free)) {
      const why = offset < free ? 'overlaps another member' : 'has bytes of nobody before it'
      throw brokenMember(name, why)
    }
    const begins = startOf(entry, view, start)
    starts.set(entry, begins)
    free = begins + packed
    gaps = flags & STREAMED ? FOLLOWING : [0]
  }
  if (!gaps.includes(start - free)) throw broken('its directory does not follow its last member')
  return entries.map((entry) => {
    const begins = starts.get(entry) as number
    return { entry, packed: archive.subarray(begins, begins + entry.packed) }
  })
}

/** Whether a member has to be inflated. @throws Refusal `malformed` for a stored one of two sizes */
export function isDeflated({ name, method, size, packed }: Entry): boolean {
  if (method === STORED && packed !== size) throw brokenMember(name, 'is stored in two sizes')
  return method === DEFLATED
}

/** What is wrong with a member whose data ends before its size or behind it, or is none. */
export function uninflatable({ name }: Entry): Error {
  return brokenMember(name, 'can not be inflated to its size')
}

/** The bytes of a member. @throws Refusal `malformed` when they are not those that were packed */
export function proven(
  { name, size, crc }: Entry,
  bytes: Uint8Array,
  crc32: (bytes: Uint8Array) => number,
): Uint8Array {
  if (bytes.length !== size || crc32(bytes) !== crc) {
    throw brokenMember(name, 'does not match its checksum')
  }
  return bytes
}

/** Where the bytes of a member begin, by its local header. */
function startOf(entry: Entry, view: DataView, end: number): number {
  const { name, offset, packed, flags, method } = entry
  if (flags & ENCRYPTED) throw brokenMember(name, 'is encrypted')
  if (method !== STORED && method !== DEFLATED) {
    throw brokenMember(name, `is packed by method ${method}`)
  }
  if (offset + 30 > end || view.getUint32(offset, true) !== LOCAL) {
    throw brokenMember(name, 'is not where the directory says')
  }
  const nameLength = view.getUint16(offset + 26, true)
  const start = offset + 30 + nameLength + view.getUint16(offset + 28, true)
  if (start + packed > end) throw brokenMember(name, 'is cut')
  const agree =
    text(view, offset + 30, nameLength) === name &&
    view.getUint16(offset + 6, true) === flags &&
    view.getUint16(offset + 8, true) === method
  if (!agree) throw brokenMember(name, 'is not what the directory says')
  return start
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
