import { crc32, inflateRawSync } from 'node:zlib'
import { Refusal } from '../core/errors.ts'

/**
 * Zip archives as NumPy writes them (APPNOTE 6.3.10): stored or deflated members, sizes of 32 or 64 bits. The central
 * directory is the truth; a local header has to agree with it. Nothing is inflated before its size is known to fit.
 */

export interface Limits {
  /** The most members. */
  readonly members: number
  /** The most bytes of all members together, inflated. */
  readonly bytes: number
}

/** A member as the central directory describes it. */
interface Entry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

const broken = (why: string) => new Refusal('malformed', `the archive is broken: ${why}`)

/**
 * The members of an archive by name.
 *
 * @throws Refusal `malformed` for what is no sound archive, `too-large` for what is over the limits
 */
export function unzip(archive: Uint8Array, limits: Limits): Map<string, Uint8Array> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  const entries = readDirectory(archive, view, limits)
  const members = new Map<string, Uint8Array>()
  let free = 0
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    const start = startOf(entry, archive, view)
    if (entry.offset < free) throw broken('members overlap')
    free = start + entry.packed
    members.set(entry.name, unpack(entry, archive.subarray(start, free)))
  }
  // In the order in which they were written down.
  return new Map(entries.map(({ name }) => [name, members.get(name) as Uint8Array]))
}

function readDirectory(archive: Uint8Array, view: DataView, limits: Limits): Entry[] {
  const { count, size, offset } = findDirectory(archive, view)
  if (count > limits.members) {
    throw new Refusal(
      'too-large',
      `the archive has ${count} members, and ${limits.members} are allowed`,
    )
  }
  if (offset + size > archive.length) throw broken('its directory lies outside')
  const entries: Entry[] = []
  let total = 0
  let at = offset
  for (let i = 0; i < count; i++) {
    const { entry, next } = readEntry(archive, view, at)
    if (entries.some(({ name }) => name === entry.name)) throw broken('two members have one name')
    total += entry.size
    if (total > limits.bytes) {
      throw new Refusal('too-large', `the archive inflates to more than ${limits.bytes} bytes`)
    }
    entries.push(entry)
    at = next
  }
  return entries
}

/** Where the central directory lies, from the record at the very end. */
function findDirectory(archive: Uint8Array, view: DataView) {
  const last = archive.length - 22
  let at = last
  while (at >= 0 && at > last - 65_536 && view.getUint32(at, true) !== END) at -= 1
  if (at < 0 || at === last - 65_536 || view.getUint32(at, true) !== END) {
    throw new Refusal('malformed', 'the body is not a zip archive, or it ends too early')
  }
  const locator = at - 20
  if (locator >= 0 && view.getUint32(locator, true) === LOCATOR_64) {
    const end = large(view, locator + 8)
    if (end + 56 > archive.length || view.getUint32(end, true) !== END_64)
      throw broken('no directory')
    return {
      count: large(view, end + 32),
      size: large(view, end + 40),
      offset: large(view, end + 48),
    }
  }
  return {
    count: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  }
}

function readEntry(
  archive: Uint8Array,
  view: DataView,
  at: number,
): { entry: Entry; next: number } {
  if (at + 46 > archive.length || view.getUint32(at, true) !== CENTRAL)
    throw broken('its directory is cut')
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) =>
    view.getUint16(at + o, true),
  ) as [number, number, number]
  const extra = at + 46 + nameLength
  const next = extra + extraLength + commentLength
  if (next > archive.length) throw broken('its directory is cut')
  if (flags & ENCRYPTED) throw broken('a member is encrypted')
  if (method !== STORED && method !== DEFLATED)
    throw broken(`a member is packed by method ${method}`)
  const wide = wideSizes(view, extra, extra + extraLength)
  const sized = (o: number) => {
    const value = view.getUint32(at + o, true)
    return value === 0xffffffff ? wide() : value
  }
  // The 64-bit sizes stand in this order, each only where its short form is full.
  const size = sized(24)
  const packed = sized(20)
  const offset = sized(42)
  const name = Buffer.from(archive.subarray(at + 46, extra)).toString('utf8')
  return { entry: { name, method, crc: view.getUint32(at + 16, true), packed, size, offset }, next }
}

/** The numbers of the zip64 field, one after the other. */
function wideSizes(view: DataView, start: number, end: number): () => number {
  let at = start
  while (at + 4 <= end && view.getUint16(at, true) !== 1) at += 4 + view.getUint16(at + 2, true)
  at += 4
  return () => {
    if (at + 8 > end) throw broken('a size is missing')
    at += 8
    return large(view, at - 8)
  }
}

function large(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw broken('a size is impossible')
  return Number(value)
}

/** Where the bytes of a member begin. */
function startOf({ name, offset, packed }: Entry, archive: Uint8Array, view: DataView): number {
  if (offset + 30 > archive.length || view.getUint32(offset, true) !== LOCAL)
    throw broken('a member is missing')
  const nameEnd = offset + 30 + view.getUint16(offset + 26, true)
  const start = nameEnd + view.getUint16(offset + 28, true)
  if (start + packed > archive.length) throw broken('a member is cut')
  const local = Buffer.from(archive.subarray(offset + 30, nameEnd)).toString('utf8')
  if (local !== name) throw broken('a member has two names')
  return start
}

function unpack({ name, method, size, packed, crc }: Entry, bytes: Uint8Array): Uint8Array {
  if (method === STORED && packed !== size) throw broken('a stored member has two sizes')
  const whole = method === STORED ? bytes : inflate(bytes, size)
  if (whole.length !== size || crc32(whole) !== crc)
    throw broken(`${shown(name)} does not match its checksum`)
  return whole
}

function inflate(bytes: Uint8Array, size: number): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) })
  } catch {
    throw broken('a member can not be inflated')
  }
}

/** A name as it may stand in a sentence. */
function shown(name: string): string {
  return /^[\w.]{1,64}$/.test(name) ? name : 'a member'
}

/** A member to be: its name and its bytes, in pieces. */
export interface Member {
  readonly name: string
  readonly pieces: readonly Uint8Array[]
}

/** 1980-01-01, the beginning of zip's time: the same reply is the same bytes whenever it is made. */
const DATE = 0x21
/** Version 2.0 of the format: what a stored member with plain sizes needs. */
const NEEDS = 20
const LARGEST = 0xffffffff

/**
 * An archive of stored members, in pieces; nothing is copied.
 *
 * @throws RangeError when it would need 64-bit sizes
 */
export function zip(members: readonly Member[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, pieces: parts } of members) {
    const size = parts.reduce((sum, part) => sum + part.length, 0)
    const crc = parts.reduce((sum, part) => crc32(part, sum), 0)
    const label = Buffer.from(name)
    const facts = factsOf(crc, size, label.length)
    if (offset + size > LARGEST) throw new RangeError('the archive is too large')
    pieces.push(Buffer.concat([words(LOCAL), facts, label]), ...parts)
    directory.push(centralHeader(facts, offset), label)
    offset += 30 + label.length + size
  }
  const end = Buffer.concat([...directory, Buffer.alloc(22)])
  const at = end.length - 22
  end.writeUInt32LE(END, at)
  end.writeUInt16LE(members.length, at + 8)
  end.writeUInt16LE(members.length, at + 10)
  end.writeUInt32LE(at, at + 12)
  end.writeUInt32LE(offset, at + 16)
  return [...pieces, end]
}

/** What local and central headers have in common: version, flags, method, time, date, checksum, sizes, lengths. */
function factsOf(crc: number, size: number, nameLength: number): Buffer {
  const facts = Buffer.alloc(26)
  facts.writeUInt16LE(NEEDS, 0)
  facts.writeUInt16LE(DATE, 8)
  facts.writeUInt32LE(crc, 10)
  facts.writeUInt32LE(size, 14)
  facts.writeUInt32LE(size, 18)
  facts.writeUInt16LE(nameLength, 22)
  return facts
}

function centralHeader(facts: Buffer, offset: number): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([words(CENTRAL), Buffer.from([NEEDS, 0]), facts, rest])
}

function words(signature: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(signature)
  return bytes
}
