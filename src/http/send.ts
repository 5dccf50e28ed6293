import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { refuse } from './refuse.ts'

/**
 * Sends a reply of any length piece by piece, no faster than the client takes it. Past every hook, and past Node's
 * streams, which read ahead: a piece may be lent until the next one is asked for.
 *
 * @param patience how long the client may take for a piece, in ms; then its connection ends
 * @throws what goes wrong before the first piece is there; later there is nobody left to be told
 */
export async function stream(
  reply: FastifyReply,
  body: AsyncIterable<Uint8Array>,
  patience: number,
): Promise<void> {
  const { raw } = reply
  const pieces = body[Symbol.asyncIterator]()
  const first = await pieces.next()
  reply.hijack()
  if (reply.server.isStopping()) reply.header('connection', 'close')
  try {
    raw.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders)
    for (let each = first; !each.done; each = await pieces.next()) {
      await written(raw, each.value, patience)
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
