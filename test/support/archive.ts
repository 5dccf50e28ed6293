import { crc32, deflateRawSync } from 'node:zlib'

/** Zip archives with anything wrong in them that one likes. */

/** A member; what is not said is as it should be. */
export interface Part {
  readonly name: string
  readonly data: Uint8Array
  readonly deflated?: boolean
  readonly flags?: number
  readonly method?: number
  readonly crc?: number
  /** The sizes that the directory tells. */
  readonly size?: number
  readonly packed?: number
  /** Where the directory says it begins. */
  readonly offset?: number
  readonly localName?: string
  readonly localFlags?: number
  readonly localMethod?: number
  /** The extra fields of the entry in the directory. */
  readonly extra?: Uint8Array
  /** What follows the data. */
  readonly behind?: Uint8Array
}

/** How the archive ends; what is not said is as it should be. */
export interface Ending {
  readonly comment?: Uint8Array
  readonly count?: number
  readonly disk?: number
  readonly directorySize?: number
  readonly directoryOffset?: number
  /** With the 64-bit end as well, the plain one being full, or saying what it would say without the other. */
  readonly wide?: 'full' | 'twice'
  /** What stands between the directory and the end. */
  readonly between?: Uint8Array
}

export function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length)
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, 2 * i)
  return bytes
}

export function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i)
  return bytes
}

export function u64(...values: (number | bigint)[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length)
  for (const [i, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * i)
  return bytes
}

export function archive(parts: readonly Part[], ending: Ending = {}): Buffer {
  const pieces: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const part of parts) {
    const { name, data, deflated = false, flags = 0 } = part
    const bytes = deflated ? deflateRawSync(data) : data
    const { method = deflated ? 8 : 0, crc = crc32(data), size = data.length } = part
    const { packed = bytes.length, offset = at, extra = Buffer.alloc(0) } = part
    const { localName = name, localFlags = flags, localMethod = method } = part
    const label = Buffer.from(localName)
    const local = Buffer.concat([
      u32(0x04034b50),
      u16(20, localFlags, localMethod, 0, 0x21),
      u32(crc, packed, size),
      u16(label.length, 0),
      label,
      bytes,
      part.behind ?? Buffer.alloc(0),
    ])
    const central = Buffer.from(name)
    directory.push(
      u32(0x02014b50),
      u16(20, 20, flags, method, 0, 0x21),
      u32(crc, packed, size),
      u16(central.length, extra.length, 0, 0, 0),
      u32(0, offset),
      central,
      extra,
    )
    pieces.push(local)
    at += local.length
  }
  return Buffer.concat([
    ...pieces,
    ...directory,
    end(Buffer.concat(directory).length, at, parts.length, ending),
  ])
}

function end(length: number, start: number, members: number, ending: Ending): Buffer {
  const { count = members, directorySize: size = length, directoryOffset: offset = start } = ending
  const { comment = Buffer.alloc(0), disk = 0, wide, between = Buffer.alloc(0) } = ending
  const plain = wide === 'full' ? [0xffff, 0xffffffff, 0xffffffff] : [count, size, offset]
  const [shownCount, shownSize, shownOffset] = plain as [number, number, number]
  return Buffer.concat([
    between,
    ...(wide
      ? [
          u32(0x06064b50),
          u64(44),
          u16(45, 45),
          u32(0, 0),
          u64(count, count, size, offset),
          u32(0x07064b50, 0),
          u64(start + length + between.length),
          u32(1),
        ]
      : []),
    u32(0x06054b50),
    u16(disk, disk, shownCount, shownCount),
    u32(shownSize, shownOffset),
    u16(comment.length),
    comment,
  ])
}
