import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { Refusal } from '../src/core/errors.ts'
import { documentedPage } from '../src/http/documented.ts'
import type { Asset } from '../src/http/page/assets.ts'
import { encodingFor } from '../src/http/page/encoding.ts'
import { makePage, type Page } from '../src/http/page/page.ts'
import { varyBy } from '../src/http/vary.ts'

const shown = {
  schema: documentedPage(
    'page',
    'The page: the circuit to step through, with your own numbers in it',
    'text/html',
    { type: 'string' },
  ),
}
const hidden = { schema: { hide: true } as FastifySchema }

/** GET /: the circuit to step through, and what that page loads, under /assets/. */
export function page(app: FastifyInstance): void {
  let made: Promise<Page> | undefined
  const ready = () => {
    // What could not be read once, for want of memory or of handles, may be another time.
    made ??= makePage().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }

  // The first visitor need not wait for what every visitor gets.
  app.addHook('onListen', async () => {
    await ready()
  })

  app.get('/', shown, async (request, reply) => {
    const { document, policy } = await ready()
    reply.headers({ 'content-security-policy': policy, 'cache-control': 'no-cache' })
    return send(request, reply, document)
  })

  app.get('/assets/*', hidden, async (request, reply) => {
    const asset = (await ready()).assets.get(request.url)
    if (!asset) throw new Refusal('not-found', 'the page has no such part')
    reply.header('cache-control', 'public, max-age=31536000, immutable')
    return send(request, reply, asset)
  })
}

function send(request: FastifyRequest, reply: FastifyReply, { type, bodies }: Asset) {
  const encoding = encodingFor(request.headers)
  varyBy(reply, 'accept-encoding')
  reply.header('content-type', type)
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply.send(bodies[encoding])
}
