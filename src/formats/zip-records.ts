import { Refusal } from '../core/errors.ts'
import { isField, pathOf } from './member-names.ts'
import { textOf } from './utf8.ts'

/** What the records of a zip archive begin with (APPNOTE 6.3.10). */
export const LOCAL = 0x04034b50
export const CENTRAL = 0x02014b50
export const END = 0x06054b50
export const END_64 = 0x06064b50
export const LOCATOR_64 = 0x07064b50

/** What a 32-bit size says when the real one stands elsewhere, in 64 bits. */
export const FULL = 0xffffffff

/** What is wrong with an archive. */
export function broken(why: string): Refusal {
  return new Refusal('malformed', `the archive is broken: ${why}`)
}

/** What is wrong with a member of an archive, and so with the field that it holds. */
export function brokenMember(name: string, why: string): Refusal {
  const path = pathOf(name)
  const shown = isField(path) ? path.join('.') : 'a member'
  return new Refusal('malformed', `${shown} ${why}`, [{ detail: why, path }])
}

/** A size of 64 bits. */
export function large(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw broken('a size is impossible')
  return Number(value)
}

/** A name as it stands. */
export function text(view: DataView, at: number, length: number): string {
  return textOf(new Uint8Array(view.buffer, view.byteOffset + at, length))
}
