import { writeNpy, writeStrings } from '../../src/formats/npy-write.ts'
import { type Member, zip } from '../../src/formats/zip.ts'
import { flat, type Nested, shapeOf } from './arrays.ts'

/** A request of JSON as an archive: every value that is no object is a member, named by its path. */
export function npzOf(request: object): Buffer {
  return Buffer.concat([...zip(membersFor(request))])
}

/** The members of that archive. */
export function membersFor(request: object): Member[] {
  return membersOf(request, [])
}

/** The array of numbers, nested as in JSON, as a file of its own. */
export function npyOf(tensor: Nested): Buffer {
  return Buffer.concat(piecesOf(tensor))
}

function membersOf(value: object, path: readonly string[]): Member[] {
  return Object.entries(value).flatMap(([key, each]) => {
    const inside = [...path, key]
    const nested = typeof each === 'object' && each !== null && !Array.isArray(each)
    return nested
      ? membersOf(each, inside)
      : [{ name: `${inside.join('.')}.npy`, pieces: piecesOf(each) }]
  })
}

function piecesOf(value: unknown): Uint8Array[] {
  if (value === null) return writeStrings([], ['null'])
  if (typeof value === 'string') return writeStrings([], [value])
  if (Array.isArray(value) && typeof value[0] === 'string') {
    return writeStrings([value.length], value)
  }
  const data = Float64Array.from(flat(value as Nested))
  return writeNpy({ shape: shapeOf(value as Nested), data })
}
