import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { refuse } from './refuse.ts'

/** How long a client may take for a piece before the rest is kept for it, in ms. */
const QUICK_MS = 200

/**
 * Sends a reply of any length piece by piece. Past every hook, and past Node's streams, which read ahead: a piece may be
 * lent until the next one is asked for. A client that is slow gets copies, as long as there is room for them, so that
 * whoever makes the pieces is done with it.
 *
 * @param patience how long the client may take for a piece, in ms; then its connection ends
 * @param mayKeep whether there is room for so many bytes, which are taken then
 * @throws what goes wrong before the first piece is there; later there is nobody left to be told
 */
export async function stream(
  reply: FastifyReply,
  body: AsyncIterable<Uint8Array>,
  patience: number,
  mayKeep: (bytes: number) => boolean,
): Promise<void> {
  const { raw } = reply
  const pieces = body[Symbol.asyncIterator]()
  const first = await pieces.next()
  reply.hijack()
  if (reply.server.isStopping()) reply.header('connection', 'close')
  try {
    raw.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders)
    let isSlow = false
    for (let each = first; !each.done; each = await pieces.next()) {
      const piece = each.value
      if (isSlow && mayKeep(piece.length)) {
        raw.write(piece.slice())
      } else {
        const start = performance.now()
        await written(raw, piece, patience)
        isSlow ||= performance.now() - start > QUICK_MS
      }
    }
    raw.end()
  } catch (error) {
    await pieces.return?.()
    refuse(error, reply)
  }
}

/** Settles when the system has taken the bytes. @throws Error when the client has left or is too slow */
function written(raw: ServerResponse, piece: Uint8Array, patience: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => raw.destroy(), patience)
    const settle = (error?: Error | null) => {
      clearTimeout(timer)
      raw.off('close', gone)
      if (error) reject(error)
      else resolve()
    }
    const gone = () => settle(new Error('the client has left'))
    raw.once('close', gone)
    raw.write(piece, settle)
  })
}
