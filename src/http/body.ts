import type { IncomingMessage } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'
import { free } from '../operations/free.ts'
import { demandReadable, JSON_TYPE, mediaType } from '../operations/media.ts'
import type { Budget } from './budget.ts'
import { eachPiece } from './pieces.ts'

/** The most bytes of a body, as text and otherwise. */
export interface BodyLimits {
  readonly BODY_LIMIT: number
  readonly BINARY_LIMIT: number
}

/**
 * A request's body, whole and as it came, in memory of its own. A body that nobody can read, or that says it is over
 * the limit, is refused before it is read; one that turns out to be over it at the first piece too many. Whoever
 * answers reads the rest (see linger.ts).
 *
 * @throws Refusal `too-large`, `busy`, `unsupported-media-type`, also when it is compressed
 */
export async function readBody(
  request: FastifyRequest,
  stream: IncomingMessage,
  limits: BodyLimits,
  budget: Budget,
): Promise<Uint8Array> {
  const {
    'content-encoding': encoding = 'identity',
    'content-length': length,
    'content-type': type,
  } = stream.headers
  if (encoding.toLowerCase() !== 'identity') {
    throw new Refusal('unsupported-media-type', 'send the body as it is, without Content-Encoding')
  }
  demandReadable(type)
  const limit = mediaType(type) === JSON_TYPE ? limits.BODY_LIMIT : limits.BINARY_LIMIT
  const tooLarge = () => new Refusal('too-large', `the body is larger than ${limit} bytes`)
  if (Number(length) > limit) throw tooLarge()
  return length === undefined
    ? readUnannounced(request, stream, limit, tooLarge, budget)
    : readAnnounced(request, stream, Number(length), budget)
}

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
  await eachPiece(stream, (piece) => {
    piece.copy(body, size)
    size += piece.length
    free(piece)
  })
  return body
}

/** A body of unknown length is gathered in blocks: of pieces of a byte each there may be millions. */
const BLOCK = 2 ** 16
/** How many blocks are put together before others have their turn. */
const TURN = 16

async function readUnannounced(
  request: FastifyRequest,
  stream: IncomingMessage,
  limit: number,
  tooLarge: () => Refusal,
  budget: Budget,
): Promise<Uint8Array> {
  const blocks: Buffer[] = []
  let size = 0
  await eachPiece(stream, (piece) => {
    if (size + piece.length > limit) throw tooLarge()
    budget.take(request, piece.length)
    for (let start = 0; start < piece.length; ) {
      const at = size % BLOCK
      if (at === 0) blocks.push(Buffer.allocUnsafeSlow(BLOCK))
      const copied = piece.copy(blocks.at(-1) as Buffer, at, start)
      start += copied
      size += copied
    }
    free(piece)
  })
  return together(blocks, size)
}

/** Blocks as one body, each gone as soon as it is there. */
async function together(blocks: readonly Buffer[], size: number): Promise<Uint8Array> {
  const body = Buffer.allocUnsafeSlow(size)
  for (const [k, block] of blocks.entries()) {
    block.copy(body, k * BLOCK)
    free(block)
    if (k % TURN === TURN - 1) await turn()
  }
  return body
}
