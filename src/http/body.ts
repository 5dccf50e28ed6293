import type { IncomingMessage } from 'node:http'
import { Refusal } from '../core/errors.ts'
import { JSON_TYPE, mediaType } from '../operations/media.ts'

/** The most bytes of a body, as text and otherwise. */
export interface Limits {
  readonly BODY_LIMIT: number
  readonly BINARY_LIMIT: number
}

/**
 * A request's body, whole and as it came. A body that says it is over the limit is refused before it is read, one
 * that turns out to be is refused at the first piece too many; whoever answers reads the rest (see linger.ts).
 *
 * @throws Refusal `too-large`, `unsupported-media-type` when it is compressed
 */
export async function readBody(request: IncomingMessage, limits: Limits): Promise<Buffer> {
  const { 'content-encoding': encoding = 'identity', 'content-length': length } = request.headers
  if (encoding.toLowerCase() !== 'identity') {
    throw new Refusal('unsupported-media-type', 'send the body as it is, without Content-Encoding')
  }
  const isText = mediaType(request.headers['content-type']) === JSON_TYPE
  const limit = isText ? limits.BODY_LIMIT : limits.BINARY_LIMIT
  const tooLarge = () => new Refusal('too-large', `the body is larger than ${limit} bytes`)
  if (Number(length) > limit) throw tooLarge()

  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > limit) throw tooLarge()
    pieces.push(piece)
  }
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, size)
}
