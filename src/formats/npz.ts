import { Refusal } from '../core/errors.ts'
import { isMatrix } from '../core/matrix.ts'
import { type NpyArray, readNpy, writeBool, writeIntegers, writeNpy, writeStrings } from './npy.ts'
import { isTensor } from './tensor.ts'
import { type Limits, type Member, unzip, zip } from './zip.ts'

/**
 * A request or a reply as an archive of NumPy arrays. One rule: the name of a member is the JSON path with dots, `x`,
 * `eps`, `cache.xhat`; scalars and strings are arrays without axes, a list of words is an array of strings, and what
 * JSON says by null is left out.
 */

const NAME = /^(?=.{1,64}$)[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/
const ENDING = '.npy'

export type Dtype = 'float64' | 'float32'

/**
 * What a request in an archive says, as its JSON would: an object, with arrays of numbers as tensors.
 *
 * @throws Refusal `malformed`, `too-large`, or `invalid` with the member that is to blame
 */
export function readNpz(archive: Uint8Array, limits: Limits): unknown {
  const request = Object.create(null) as Record<string, unknown>
  for (const [file, bytes] of unzip(archive, limits)) {
    const name = file.endsWith(ENDING) ? file.slice(0, -ENDING.length) : file
    if (!NAME.test(name))
      throw new Refusal('malformed', 'a member of the archive has no name of a field')
    put(request, name.split('.'), read(name, bytes))
  }
  return request
}

/** The one array of a request that needs no other, under the name it has. */
export function readSingle(name: string, bytes: Uint8Array): unknown {
  return { [name]: read(name, bytes) }
}

/** A reply as an archive, in pieces. */
export function writeNpz(reply: object, dtype: Dtype): Uint8Array[] {
  return zip(membersOf(reply, '', dtype))
}

function read(name: string, bytes: Uint8Array): unknown {
  try {
    return spoken(readNpy(bytes))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const fault = { detail: error.message, path: name.split('.') }
    throw new Refusal(error.code, `${name}: ${error.message}`, [fault])
  }
}

/** An array as what it stands for: a number, a truth value, a word, a list of words, or a tensor. */
function spoken({ kind, shape, data }: NpyArray): unknown {
  if (kind === 'string') return shape.length === 0 ? data[0] : data
  // An empty list is an array of float64 to NumPy, whatever it was meant to hold.
  if (shape.length === 1 && shape[0] === 0) return []
  if (shape.length > 0) return { shape, data }
  return kind === 'bool' ? data[0] === 1 : data[0]
}

/** Puts a value at its path. @throws Refusal `malformed` when there is something else already */
function put(request: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path
  const taken = Object.hasOwn(request, key)
  if (rest.length === 0) {
    if (taken) throw new Refusal('malformed', 'two members of the archive have one place')
    request[key] = value
    return
  }
  const inner = taken ? request[key] : Object.create(null)
  if (typeof inner !== 'object' || inner === null || isTensor(inner) || Array.isArray(inner)) {
    throw new Refusal('malformed', 'two members of the archive have one place')
  }
  request[key] = inner
  put(inner as Record<string, unknown>, rest, value)
}

function membersOf(value: unknown, path: string, dtype: Dtype): Member[] {
  const member = (pieces: Uint8Array[]) => [{ name: path + ENDING, pieces }]
  if (value === undefined || value === null) return []
  if (typeof value === 'number')
    return member(writeNpy({ shape: [], data: Float64Array.of(value) }))
  if (typeof value === 'string') return member(writeStrings([], [value]))
  if (typeof value === 'boolean') return member(writeBool(value))
  if (isTensor(value)) return member(writeNpy(value, dtype))
  if (isMatrix(value)) return member(writeNpy({ shape: [value.d], data: value.data }, dtype))
  if (isIndex(value)) return member(writeIntegers(value))
  const inside = (key: string) => (path === '' ? key : `${path}.${key}`)
  return Object.entries(value).flatMap(([key, each]) => membersOf(each, inside(key), dtype))
}

/** Where an element stands: a list of whole numbers. */
function isIndex(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every(Number.isInteger)
}
