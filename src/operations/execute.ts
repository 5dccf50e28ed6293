import type { z } from 'zod'
import { Refusal } from '../core/errors.ts'
import { decode, encode } from '../formats/json.ts'
import type { Limits, Operation } from './operation.ts'

export interface Message {
  readonly body: Uint8Array
  readonly contentType: string | undefined
}

export interface Result {
  readonly body: string
  readonly contentType: string
  readonly shape: readonly number[]
}

const JSON_TYPE = 'application/json'

/**
 * An operation from bytes to bytes: decode, validate and pack, compute, encode. A pure function.
 *
 * @throws Refusal `unsupported-media-type`, `malformed`, `invalid`, and whatever the operation refuses
 */
export function execute<Request extends z.ZodType, Reply extends z.ZodType>(
  { request, reply, run, shape }: Operation<Request, Reply>,
  { body, contentType }: Message,
  limits: Limits,
): Result {
  if (mediaType(contentType) !== JSON_TYPE) {
    throw new Refusal('unsupported-media-type', `send the request as ${JSON_TYPE}`)
  }
  const input = decode(request, body)
  return {
    body: encode(reply, run(input, limits)),
    contentType: `${JSON_TYPE}; charset=utf-8`,
    shape: shape(input),
  }
}

/** The type and subtype of a Content-Type, without its parameters. */
function mediaType(contentType = ''): string {
  return (contentType.split(';')[0] as string).trim().toLowerCase()
}
