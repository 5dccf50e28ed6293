import type { FastifyInstance } from 'fastify'

/**
 * Lets close() wait for requests, not for connections: one that was opened and never used counts as busy for Node,
 * and browsers open them in advance.
 */
export function closeWithLastRequest(app: FastifyInstance): void {
  let open = 0
  let closing = false
  const settle = () => {
    if (closing && open === 0) app.server.closeAllConnections()
  }
  const answered = () => {
    open -= 1
    settle()
  }
  app.server.on('request', (_, response) => {
    open += 1
    response.on('close', answered)
  })
  app.addHook('preClose', async () => {
    closing = true
    settle()
  })
}
