import { crc32, inflateRawSync } from 'node:zlib'
import { type Entry, type Limits, readDirectory } from './zip-directory.ts'
import { broken, brokenMember, END, LOCAL, text } from './zip-records.ts'

/**
 * Reads zip archives as NumPy writes them (APPNOTE 6.3.10): stored or deflated members, sizes of 32 or 64 bits, in one
 * piece or streamed. The central directory is the truth; the local headers have to agree with it, and the members to
 * lie one after the other from the first byte to the directory, so that nothing can be hidden in between. Nothing is
 * inflated before its size is known to fit.
 */

/** A member: its name, and its bytes when they are asked for. */
export interface Packed {
  readonly name: string
  /** @throws Refusal `malformed` when they are not those that were packed */
  bytes(): Uint8Array
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
export function unzip(archive: Uint8Array, limits: Limits): Packed[] {
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
    const packed = archive.subarray(begins, begins + entry.packed)
    return { name: entry.name, bytes: () => unpack(entry, packed) }
  })
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

function unpack({ name, method, size, packed, crc }: Entry, bytes: Uint8Array): Uint8Array {
  if (method === STORED && packed !== size) throw brokenMember(name, 'is stored in two sizes')
  const whole = method === STORED ? bytes : inflate(bytes, size, name)
  if (whole.length !== size || crc32(whole) !== crc) {
    throw brokenMember(name, 'does not match its checksum')
  }
  return whole
}

/** What zlib returns with its `info`; its types leave that out. */
interface Inflated {
  readonly buffer: Uint8Array
  readonly engine: { readonly bytesWritten: number }
}

/** Inflates at most the size; the data has to end where the member does. */
function inflate(bytes: Uint8Array, size: number, name: string): Uint8Array {
  try {
    const inflated: unknown = inflateRawSync(bytes, {
      maxOutputLength: Math.max(size, 1),
      info: true,
    })
    const { buffer, engine } = inflated as Inflated
    if (engine.bytesWritten === bytes.length) return buffer
  } catch {}
  throw brokenMember(name, 'can not be inflated to its size')
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
