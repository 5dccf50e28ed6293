import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Turns } from './turns.ts'

/** How many requests of one connection may wait behind the one that is being answered. */
export const MOST_WAITING = 64

/** Whether a request only asks how the service is; then nothing may keep it waiting. */
export function isHealth({ url }: IncomingMessage): boolean {
  return url === '/livez' || url === '/readyz'
}

/**
 * Every request begins in its own turn, and those of one connection one after the other, as they are answered: a piece
 * of 64 KiB may hold two thousand. A connection that sends more than may wait is no client's, and ends.
 *
 * Stands before all who listen for requests by now.
 */
export function standInLine({ server }: FastifyInstance, turns: Turns): void {
  const listeners = server.listeners('request')
  server.removeAllListeners('request')

  const lines = new WeakMap<Socket, Waiting[]>()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const line = lines.get(request.socket)
    const each = { request, response }
    if (line === undefined) {
      lines.set(request.socket, [])
      begin(each)
    } else if (line.length < MOST_WAITING) {
      line.push(each)
    } else {
      request.socket.destroy()
    }
  })

  function begin({ request, response }: Waiting): void {
    const { socket } = request
    const start = () => {
      if (socket.destroyed) return
      response.once('close', () => {
        const next = lines.get(socket)?.shift()
        if (next) begin(next)
        else lines.delete(socket)
      })
      for (const listener of listeners) listener.call(server, request, response)
    }
    turns.take(start, isHealth(request))
  }
}

interface Waiting {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}
