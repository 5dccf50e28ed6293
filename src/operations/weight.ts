import { declaredSize } from '../formats/zip-directory.ts'
import type { Message } from './execute.ts'
import { NPZ_TYPE, requestType } from './media.ts'
import type { Limits } from './operation.ts'

/**
 * About the bytes that the numbers of a request will take: of an archive what it says of itself, since a few kilobytes
 * may hold megabytes (nothing is inflated for it, and later nothing beyond it); of anything else its length.
 *
 * @throws Refusal `unsupported-media-type`, `malformed`, `too-large`
 */
export function weightOf({ body, contentType }: Message, { archive }: Limits): number {
  return requestType(contentType, body) === NPZ_TYPE ? declaredSize(body, archive) : body.length
}
