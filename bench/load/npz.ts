import { crc32, inflateRawSync } from 'node:zlib'

/**
 * Just enough of .npz for the benchmark, on purpose apart from the service's own code: members stored, little-endian
 * float64 or text, C order.
 */

export interface Numbers {
  readonly shape: readonly number[]
  readonly data: Float64Array
}
export type Member = Numbers | string | readonly string[]

/** The bytes of an npz. */
export function npz(members: Readonly<Record<string, Member>>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [key, member] of Object.entries(members)) {
    const name = Buffer.from(`${key}.npy`)
    const bytes = npy(member)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x21, 8)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(bytes.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const start = offset
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, bytes])
    parts.push(local)
    offset += local.length
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(start, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, tail, name)
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}

/** The float64 members of an npz by name; others are left out. */
export function readNpz(zip: Buffer): Map<string, Numbers> {
  const found = new Map<string, Numbers>()
  const end = zip.lastIndexOf('PK\x05\x06', zip.length, 'latin1')
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)]
    const [name, extra, comment] = [28, 30, 32].map((k) => zip.readUInt16LE(at + k)) as [
      number,
      number,
      number,
    ]
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const stored = zip.subarray(start, start + packed)
    const numbers = readNpy(method === 0 ? stored : inflateRawSync(stored))
    const key = zip.toString('utf8', at + 46, at + 46 + name).replace(/\.npy$/, '')
    if (numbers) found.set(key, numbers)
    at += 46 + name + extra + comment
  }
  return found
}

function npy(member: Member): Buffer {
  if (isNumbers(member)) {
    const { buffer, byteOffset, byteLength } = member.data
    return Buffer.concat([
      header('<f8', member.shape),
      Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength),
    ])
  }
  const words = typeof member === 'string' ? [member] : member
  const width = Math.max(1, ...words.map((text) => text.length))
  const text = Buffer.alloc(words.length * width * 4)
  for (const [k, each] of words.entries()) {
    for (let i = 0; i < each.length; i++)
      text.writeUInt32LE(each.charCodeAt(i), (k * width + i) * 4)
  }
  const shape = typeof member === 'string' ? [] : [words.length]
  return Buffer.concat([header(`<U${width}`, shape), text])
}

export function isNumbers(member: Member): member is Numbers {
  return typeof member === 'object' && 'data' in member
}

function header(descr: string, shape: readonly number[]): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1')
  start.writeUInt16LE(padded.length, 8)
  return Buffer.concat([start, Buffer.from(padded)])
}

function readNpy(npy: Buffer): Numbers | undefined {
  const long = npy[6] !== 1
  const length = long ? npy.readUInt32LE(8) : npy.readUInt16LE(8)
  const start = (long ? 12 : 10) + length
  const text = npy.toString('latin1', long ? 12 : 10, start)
  if (!text.includes("'<f8'")) return undefined
  const shape = (/'shape': *\(([^)]*)\)/.exec(text)?.[1] ?? '')
    .split(',')
    .filter((each) => each.trim() !== '')
    .map(Number)
  return { shape, data: new Float64Array(new Uint8Array(npy.subarray(start)).buffer) }
}
