import Negotiator from 'negotiator'
import { Refusal } from '../core/errors.ts'
import { isNpy } from '../formats/npy-header.ts'
import { isZip } from '../formats/zip-members.ts'

/** The forms in which a request may come and a reply may go. */
export const JSON_TYPE = 'application/json'
export const NPZ_TYPE = 'application/x-npz'
export const NPY_TYPE = 'application/x-npy'
export type MediaType = typeof JSON_TYPE | typeof NPZ_TYPE | typeof NPY_TYPE

const KNOWN: readonly string[] = [JSON_TYPE, NPZ_TYPE, NPY_TYPE]
const OCTETS = 'application/octet-stream'

/**
 * The form of a request: that of its Content-Type, or for mere octets that of the bytes themselves.
 *
 * @throws Refusal `unsupported-media-type`
 */
export function requestType(contentType: string | undefined, body: Uint8Array): MediaType {
  const named = mediaType(contentType)
  if (KNOWN.includes(named)) return named as MediaType
  if (named === OCTETS) {
    if (isNpy(body)) return NPY_TYPE
    if (isZip(body)) return NPZ_TYPE
  }
  throw unsupported()
}

/** Looks at a Content-Type before the body is there. @throws Refusal `unsupported-media-type` when no body can suit it */
export function demandReadable(contentType: string | undefined): void {
  const named = mediaType(contentType)
  if (!KNOWN.includes(named) && named !== OCTETS) throw unsupported()
}

function unsupported(): Refusal {
  return new Refusal('unsupported-media-type', `send the request as ${JSON_TYPE} or ${NPZ_TYPE}`)
}

/** Parameters of the types in an Accept header, `charset=utf-8` for one: no form has any, and clients send them. */
const PARAMETERS = /;(?!\s*q\s*=)[^;,]*/gi

/**
 * The form of a reply: the one that the client likes best; its own, if it has no preference.
 *
 * @param available the forms there are, the request's own first
 * @throws Refusal `not-acceptable`
 */
export function replyType(accept: string | undefined, available: readonly string[]): string {
  const [mirrored = JSON_TYPE] = available
  if (accept === undefined || accept === '*/*' || accept.trim() === '') return mirrored
  // What most clients say: one form and nothing to weigh.
  const only = available.find((form) => form === accept)
  if (only) return only
  const plain = accept.replaceAll(PARAMETERS, '')
  const chosen = new Negotiator({ headers: { accept: plain } }).mediaType([...available])
  if (chosen !== undefined) return chosen
  throw new Refusal('not-acceptable', `the reply can be ${available.join(' or ')}`)
}

/** The type and subtype of a Content-Type, without its parameters. */
export function mediaType(contentType = ''): string {
  const end = contentType.indexOf(';')
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase()
}
