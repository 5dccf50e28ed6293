import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { eachPiece } from './pieces.ts'

/**
 * How long a client that already has its answer may go on sending. A connection closed under a client that is still
 * writing is reset, and the answer is lost with it; so the rest of the request is read and thrown away.
 */
export const LINGER_MS = 5_000

/** Settles when the rest of a request has arrived, its client has left, or LINGER_MS are over. */
export async function drained(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return
  const rest = eachPiece(request, () => {})
  request.resume()
  await Promise.race([rest, delay(LINGER_MS, undefined, { ref: false })]).catch(() => {})
}

/** Whether there is more of a request to come. */
export function isUnread({ complete, headers }: IncomingMessage): boolean {
  const length = headers['content-length'] ?? '0'
  return !complete && (headers['transfer-encoding'] !== undefined || Number(length) > 0)
}
