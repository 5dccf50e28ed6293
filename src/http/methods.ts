import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'

/**
 * What happens at an address that no route takes with this method: OPTIONS is answered with the methods there are,
 * another method with 405 and the same list; without any it is 404. HEAD goes with every GET.
 */
export function refuseOthers(app: FastifyInstance): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const methods = ['GET', 'HEAD', 'POST'].filter((method) =>
      app.findRoute({ method, url: request.url }),
    )
    if (methods.length === 0 || methods.includes(request.method)) {
      throw new Refusal('not-found', 'no operation or page has this path')
    }
    const allowed = [...methods, 'OPTIONS'].join(', ')
    reply.header('allow', allowed)
    if (request.method === 'OPTIONS') return reply.code(204).send()
    throw new Refusal('method-not-allowed', `this address takes ${allowed}`)
  }

  // Before the body is read: nobody waits for 32 MiB to be told that there is nothing at this address.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) answer(request, reply).catch(done)
    else done()
  })
  app.setNotFoundHandler(answer)
}
