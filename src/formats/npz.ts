import { Refusal } from '../core/errors.ts'
import { isMatrix } from '../core/matrix.ts'
import { isField, memberOf, pathOf } from './member-names.ts'
import { type NpyArray, readNpy } from './npy-read.ts'
import { type Dtype, writeBool, writeIntegers, writeNpy, writeStrings } from './npy-write.ts'
import { isTensor } from './tensor.ts'
import { unzip } from './unzip.ts'
import { type Member, zip } from './zip.ts'
import type { Limits } from './zip-directory.ts'

/**
 * A request or a reply as an archive of NumPy arrays. One rule: the name of a member is the JSON path with dots, `x`,
 * `eps`, `cache.xhat`. Numbers, truth values and words are arrays without axes, null is the word `null`, a list of words
 * is an array of strings; an empty list of a reply is left out.
 */

type Json = Record<string, unknown>

/**
 * What a request in an archive says, as its JSON would: an object, with arrays of numbers as tensors.
 *
 * @param spent whether nobody reads the archive again: then its numbers stay in it, and parts of it are moved
 * @param lenient whether below `submitted` an array that can't be read is said to be one, and not refused
 * @throws Refusal `malformed`, `too-large`, or `invalid` with the member that is to blame
 */
export function readNpz(
  archive: Uint8Array,
  limits: Limits,
  { spent = false, lenient = false } = {},
): unknown {
  const members = unzip(archive, limits).map(({ name, bytes }) => ({ path: pathOf(name), bytes }))
  for (const { path } of members) demandName(path)
  demandPlaces(members.map(({ path }) => path))
  const request: Json = Object.create(null)
  let left = limits.bytes
  for (const { path, bytes } of members) {
    const array =
      lenient && path[0] === 'submitted'
        ? readOrTell(path, bytes(), left, spent)
        : read(path, bytes(), left, spent)
    if (typeof array === 'string') {
      put(request, path, array)
      continue
    }
    if (array.kind !== 'string') left -= array.data.byteLength
    put(request, path, spoken(path, array))
  }
  return request
}

/** The one array of a request that needs no other, under the name it has. Parameters and refusals as of readNpz. */
export function readSingle(
  name: string,
  bytes: Uint8Array,
  limits: Limits,
  spent = false,
): unknown {
  return { [name]: spoken([name], read([name], bytes, limits.bytes, spent)) }
}

/** A reply as an archive, in pieces. @throws Refusal `too-large` for what no archive holds */
export function writeNpz(reply: object, dtype: Dtype): Iterable<Uint8Array> {
  return zip(membersOf(reply, [], dtype))
}

/** @throws Refusal `invalid`, as for any other unknown field */
function demandName(path: readonly string[]): void {
  if (isField(path)) return
  throw new Refusal('invalid', 'a member of the archive has no name of a field', [
    { detail: 'no such field', path },
  ])
}

/** Looks whether every member has a place of its own, before any of them is read. */
function demandPlaces(paths: readonly (readonly string[])[]): void {
  const places = paths.map((path) => `${path.join('.')}.`)
  const at = places.findIndex((place, i) =>
    places.some((other, j) => i !== j && place.startsWith(other)),
  )
  if (at < 0) return
  const path = paths[at] as readonly string[]
  throw new Refusal('malformed', 'two members of the archive have one place', [
    { detail: 'is said by two members', path },
  ])
}

/** Reads the array of a member; what is wrong with it is wrong with the field at its path. */
function read(path: readonly string[], bytes: Uint8Array, most: number, spent: boolean): NpyArray {
  try {
    return readNpy(bytes, most, spent)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, message, faults } = error
    const [{ detail, path: element } = { detail: message, path: [] }] = faults
    throw new Refusal(code, `${path.join('.')}: ${message}`, [
      { detail, path: [...path, ...element] },
    ])
  }
}

/** Reads the array of a member; or tells why it can't be read, unless it is too large. */
function readOrTell(
  path: readonly string[],
  bytes: Uint8Array,
  most: number,
  spent: boolean,
): NpyArray | string {
  try {
    return read(path, bytes, most, spent)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'too-large') throw error
    return error.message
  }
}

/** An array as what it stands for: a number, a truth value, a word, null, a list of words, or a tensor. */
function spoken(path: readonly string[], { kind, shape, data }: NpyArray): unknown {
  if (kind === 'string') {
    if (shape.length === 0) return data[0] === 'null' ? null : data[0]
    if (shape.length === 1) return data
    const fault = { detail: 'a list of words has one axis', path }
    throw new Refusal('invalid', `${path.join('.')}: ${fault.detail}`, [fault])
  }
  // An empty list is an array of float64 to NumPy, whatever it was meant to hold.
  if (shape.length === 1 && shape[0] === 0) return []
  if (shape.length > 0) return { shape, data }
  return kind === 'bool' ? data[0] === 1 : data[0]
}

/** Puts a value at its path; see demandPlaces. Objects without a prototype have room for every name. */
function put(request: Json, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path
  if (rest.length === 0) {
    request[key] = value
    return
  }
  request[key] ??= Object.create(null)
  put(request[key] as Json, rest, value)
}

function membersOf(value: unknown, path: readonly string[], dtype: Dtype): Member[] {
  if (value === undefined) return []
  const pieces = piecesOf(value, dtype)
  if (pieces) return [{ name: memberOf(path), pieces }]
  return Object.entries(value as object).flatMap(([key, each]) =>
    membersOf(each, [...path, key], dtype),
  )
}

/** A value as one array; undefined when it takes several. */
function piecesOf(value: unknown, dtype: Dtype): Uint8Array[] | undefined {
  if (value === null) return writeStrings([], ['null'])
  if (typeof value === 'number') return writeNpy({ shape: [], data: Float64Array.of(value) })
  if (typeof value === 'string') return writeStrings([], [value])
  if (typeof value === 'boolean') return writeBool(value)
  if (isTensor(value)) return writeNpy(value, dtype)
  if (isMatrix(value)) return writeNpy({ shape: [value.d], data: value.data }, dtype)
  return isIndex(value) ? writeIntegers(value) : undefined
}

/** Where an element stands: a list of whole numbers. */
function isIndex(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every(Number.isInteger)
}
