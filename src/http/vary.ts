import type { FastifyReply } from 'fastify'

/** Says that an answer depends on a header of the request, beside those that it is known to depend on. */
export function varyBy(reply: FastifyReply, name: string): void {
  const others = reply.getHeader('vary')
  reply.header('vary', others === undefined ? name : `${others}, ${name}`)
}
