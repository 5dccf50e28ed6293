import { Refusal } from '../core/errors.ts'
import { pathOf } from './member-names.ts'
import { findDirectory } from './zip-end.ts'
import { broken, brokenMember, CENTRAL, FULL, large, text } from './zip-records.ts'

/** What an archive may hold. */
export interface Limits {
  /** The most members. */
  readonly members: number
  /** The most bytes of all members together, inflated, and of all numbers in them, as float64. */
  readonly bytes: number
}

/** A member as the central directory describes it. */
export interface Entry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  /** The bytes as they lie in the archive, and inflated. */
  readonly packed: number
  readonly size: number
  /** Where its local header begins. */
  readonly offset: number
}

/**
 * The central directory of an archive, and where it begins.
 *
 * @throws Refusal `malformed`, or `too-large` for what is over the limits
 */
export function readDirectory(view: DataView, limits: Limits): { entries: Entry[]; start: number } {
  const { count, size, offset, end } = findDirectory(view)
  if (count > limits.members) {
    const detail = `the archive has ${count} members, and ${limits.members} are allowed`
    throw new Refusal('too-large', detail)
  }
  if (offset + size !== end) throw broken('its directory is not where its end says')
  const entries: Entry[] = []
  let at = offset
  let total = 0
  while (entries.length < count) {
    const { entry, next } = readEntry(view, at, end)
    total += entry.size
    if (total > limits.bytes) throw tooLarge(entry.name, limits)
    entries.push(entry)
    at = next
  }
  if (at !== end) throw broken('its directory holds more than its end says')
  return { entries, start: offset }
}

/** What the members of an archive take once they are inflated, by its directory. @throws Refusal as readDirectory does */
export function declaredSize(
  { buffer, byteOffset, byteLength }: Uint8Array,
  limits: Limits,
): number {
  const { entries } = readDirectory(new DataView(buffer, byteOffset, byteLength), limits)
  return entries.reduce((sum, { size }) => sum + size, 0)
}

function tooLarge(name: string, { bytes }: Limits): Refusal {
  const detail = `the archive inflates to more than ${bytes} bytes`
  return new Refusal('too-large', detail, [{ detail: 'is where it does', path: pathOf(name) }])
}

function readEntry(view: DataView, at: number, end: number): { entry: Entry; next: number } {
  if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw broken('its directory is cut')
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) =>
    view.getUint16(at + o, true),
  ) as [number, number, number]
  const extra = at + 46 + nameLength
  const next = extra + extraLength + commentLength
  if (next > end) throw broken('its directory is cut')
  const name = text(view, at + 46, nameLength)
  const wide = wideSizes(view, extra, extra + extraLength, name)
  const sized = (o: number) => {
    const value = view.getUint32(at + o, true)
    return value === FULL ? wide() : value
  }
  // The 64-bit sizes stand in this order, each only where its short form is full.
  const size = sized(24)
  const packed = sized(20)
  const offset = sized(42)
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const crc = view.getUint32(at + 16, true)
  return { entry: { name, flags, method, crc, packed, size, offset }, next }
}

/** The numbers of the zip64 field, one after the other. */
function wideSizes(view: DataView, start: number, end: number, name: string): () => number {
  let at = start
  while (at + 4 <= end && view.getUint16(at, true) !== 1) at += 4 + view.getUint16(at + 2, true)
  const stop = at + 4 <= end ? Math.min(end, at + 4 + view.getUint16(at + 2, true)) : 0
  at += 4
  return () => {
    at += 8
    if (at > stop) throw brokenMember(name, 'lacks a size')
    return large(view, at - 8)
  }
}
