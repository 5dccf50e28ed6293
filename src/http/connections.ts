import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

export interface ConnectionLimits {
  readonly MAX_CONNECTIONS: number
  readonly OPERATION_TIMEOUT_MS: number
}

/** More headers than any client sends, and fewer than 16 KiB hold. */
const MOST_HEADERS = 100

/**
 * What all connections together and each of them may do. One that takes nothing of its answer for OPERATION_TIMEOUT_MS
 * ends, however small that is; one whose answer is still being computed may be silent.
 */
export function boundConnections(
  { server }: FastifyInstance,
  { MAX_CONNECTIONS, OPERATION_TIMEOUT_MS }: ConnectionLimits,
): void {
  server.maxConnections = MAX_CONNECTIONS
  server.maxHeadersCount = MOST_HEADERS
  server.setTimeout(
    OPERATION_TIMEOUT_MS,
    (socket: Socket & { _httpMessage?: ServerResponse | null }) => {
      const isComputing = socket._httpMessage && socket.writableLength === 0
      if (!isComputing) socket.destroy()
    },
  )
}
