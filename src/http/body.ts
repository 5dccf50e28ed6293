import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'
import { JSON_TYPE, mediaType } from '../operations/media.ts'
import type { Budget } from './budget.ts'

/** The most bytes of a body, as text and otherwise. */
export interface BodyLimits {
  readonly BODY_LIMIT: number
  readonly BINARY_LIMIT: number
}

/**
 * A request's body, whole and as it came, in memory of its own. A body that says it is over the limit is refused
 * before it is read, one that turns out to be is refused at the first piece too many; whoever answers reads the rest
 * (see linger.ts).
 *
 * @throws Refusal `too-large`, `busy`, `unsupported-media-type` when it is compressed
 */
export async function readBody(
  request: FastifyRequest,
  stream: IncomingMessage,
  limits: BodyLimits,
  budget: Budget,
): Promise<Uint8Array> {
  const { 'content-encoding': encoding = 'identity', 'content-length': length } = stream.headers
  if (encoding.toLowerCase() !== 'identity') {
    throw new Refusal('unsupported-media-type', 'send the body as it is, without Content-Encoding')
  }
  const isText = mediaType(stream.headers['content-type']) === JSON_TYPE
  const limit = isText ? limits.BODY_LIMIT : limits.BINARY_LIMIT
  const tooLarge = () => new Refusal('too-large', `the body is larger than ${limit} bytes`)
  if (Number(length) > limit) throw tooLarge()
  return length === undefined
    ? readUnannounced(request, stream, limit, tooLarge, budget)
    : readAnnounced(request, stream, Number(length), budget)
}

const piecesOf = (stream: IncomingMessage) =>
  stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>

/** A body of a known length goes where it will stay, piece by piece: nothing is put together in the end. */
async function readAnnounced(
  request: FastifyRequest,
  stream: IncomingMessage,
  length: number,
  budget: Budget,
): Promise<Uint8Array> {
  budget.take(request, length)
  const body = Buffer.allocUnsafeSlow(length)
  let size = 0
  for await (const piece of piecesOf(stream)) {
    piece.copy(body, size)
    size += piece.length
  }
  return body
}

async function readUnannounced(
  request: FastifyRequest,
  stream: IncomingMessage,
  limit: number,
  tooLarge: () => Refusal,
  budget: Budget,
): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of piecesOf(stream)) {
    size += piece.length
    if (size > limit) throw tooLarge()
    budget.take(request, piece.length)
    pieces.push(piece)
  }
  return Buffer.concat(pieces, size)
}
