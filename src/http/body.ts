import type { IncomingMessage } from 'node:http'
import { Refusal } from '../core/errors.ts'

/** How long a client that sends too much may go on sending before it gets its answer and the connection ends. */
const LINGER_MS = 2_000

/**
 * A request's body, whole. When it is over the limit the rest is read and thrown away before the refusal: an answer
 * sent while the client is still writing is lost when the connection closes under it.
 *
 * @throws Refusal `too-large`
 */
export async function readBody(stream: IncomingMessage, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  let deadline = Number.POSITIVE_INFINITY
  for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length
    if (size <= limit) pieces.push(piece)
    else if (deadline === Number.POSITIVE_INFINITY) {
      pieces.length = 0
      deadline = Date.now() + LINGER_MS
    }
    if (Date.now() > deadline) break
  }
  if (size > limit) throw new Refusal('too-large', `the body is larger than ${limit} bytes`)
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, size)
}
