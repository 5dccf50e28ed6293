import type { IncomingMessage } from 'node:http'

/** How many pieces are taken before others have their turn: one read of the system may bring ten thousand chunks. */
const MOST_AT_ONCE = 500

/** Takes the pieces of a request as they come. Settles at its end, or with what `take` throws at the first that does. */
export function eachPiece(request: IncomingMessage, take: (piece: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let count = 0
    const onData = (piece: Buffer) => {
      count += 1
      if (count % MOST_AT_ONCE === 0) {
        request.pause()
        setImmediate(() => request.resume())
      }
      try {
        take(piece)
      } catch (error) {
        request.off('data', onData)
        reject(error)
      }
    }
    request.on('data', onData)
    request.on('end', resolve)
    request.on('error', reject)
    request.on('close', () => {
      if (!request.readableEnded) reject(new Error('the client has left'))
    })
  })
}
