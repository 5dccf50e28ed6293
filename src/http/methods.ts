import type { FastifyInstance } from 'fastify'
import { Refusal } from '../core/errors.ts'
import { refuse } from './doors.ts'

/**
 * What happens at an address that no route takes: 405 with Allow when the path exists for another method, else 404.
 * To be called before any route is registered: it listens to their registration.
 */
export function refuseOthers(app: FastifyInstance): void {
  const known = new Map<string, { pattern: RegExp; methods: Set<string> }>()

  app.addHook('onRoute', ({ url, method }) => {
    const entry = known.get(url) ?? { pattern: patternOf(url), methods: new Set() }
    for (const each of [method].flat()) entry.methods.add(each)
    known.set(url, entry)
  })

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] as string
    const methods = [...known.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((entry) => [...entry.methods])
    if (methods.length === 0 || methods.includes(request.method)) {
      return refuse(new Refusal('not-found', 'no operation or page has this path'), reply)
    }
    const allowed = [...new Set(methods)].sort().join(', ')
    reply.header('allow', allowed)
    return refuse(new Refusal('method-not-allowed', `this address takes ${allowed}`), reply)
  })
}

/** A route's path, with its `:parameters` and `*`, as a regular expression. */
function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : RegExp.escape(part).replace('\\*', '.*')))
    .join('/')
  return new RegExp(`^${source}$`)
}
