import { crc32 } from 'node:zlib'
import { Refusal } from '../core/errors.ts'
import { CENTRAL, END, FULL, LOCAL } from './zip-records.ts'

/** Writes zip archives of stored members, as numpy.savez does (APPNOTE 6.3.10). */

/** A member to be: its name and its bytes, in pieces. */
export interface Member {
  readonly name: string
  readonly pieces: readonly Uint8Array[]
}

/** 1980-01-01, the beginning of zip's time: the same reply is the same bytes whenever it is made. */
const DATE = 0x21
/** Version 2.0 of the format: what a stored member with plain sizes needs. */
const NEEDS = 20

/**
 * An archive of stored members, in pieces; nothing is copied. Only when a member is asked for is its checksum taken, so
 * that the ones before it can be on their way.
 *
 * @throws Refusal `too-large` when it would need 64-bit sizes
 */
export function zip(members: readonly Member[]): Iterable<Uint8Array> {
  let offset = 0
  const placed = members.map(({ name, pieces }) => {
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
    const member = { label: Buffer.from(name), pieces, size, offset }
    offset += 30 + member.label.length + size
    if (offset > FULL) {
      throw new Refusal('too-large', 'the reply would be larger than 4 GiB; ask for less at a time')
    }
    return member
  })
  return written(placed, offset)
}

interface Placed {
  readonly label: Buffer
  readonly pieces: readonly Uint8Array[]
  readonly size: number
  readonly offset: number
}

function* written(members: readonly Placed[], end: number): Generator<Uint8Array> {
  const directory: Uint8Array[] = []
  for (const { label, pieces, size, offset } of members) {
    const crc = pieces.reduce((sum, piece) => crc32(piece, sum), 0)
    const facts = factsOf(crc, size, label.length)
    yield Buffer.concat([word(LOCAL), facts, label])
    yield* pieces
    directory.push(centralHeader(facts, offset), label)
  }
  yield Buffer.concat([...directory, endRecord(members.length, directory, end)])
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
  return Buffer.concat([word(CENTRAL), Buffer.from([NEEDS, 0]), facts, rest])
}

function endRecord(count: number, directory: readonly Uint8Array[], offset: number): Buffer {
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

function word(signature: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(signature)
  return bytes
}
