import type { FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/core/errors.ts'
import { expectGolden, expectProblem, serviceForTest } from './service.ts'

/** Everything that a mistake could tell a stranger. */
const SECRET = 'the-secret-of-the-mistake'

function mistake(): never {
  throw Object.assign(new TypeError(SECRET), { cause: SECRET, payload: [SECRET] })
}

/** Places where a program can go wrong; each makes GET /mistaken fail. */
const MISTAKES: Record<string, (app: FastifyInstance) => void> = {
  'a handler that throws': (app) => app.get('/mistaken', mistake),
  'a handler that rejects': (app) => app.get('/mistaken', async () => mistake()),
  'a handler that throws no error': (app) =>
    app.get('/mistaken', async () => {
      throw SECRET
    }),
  'a handler that throws nothing': (app) =>
    app.get('/mistaken', async () => {
      throw null
    }),
  'a refusal with a code of no row': (app) =>
    app.get('/mistaken', async () => {
      throw new Refusal('toString', SECRET)
    }),
  'a reply that can not be written': (app) => app.get('/mistaken', async () => ({ n: 1n, SECRET })),
  'a hook before the handler': (app) =>
    app.get('/mistaken', { preHandler: mistake }, async () => 'fine'),
  'a hook at the request': (app) =>
    app.get('/mistaken', { onRequest: mistake }, async () => 'fine'),
  'a hook at the reply': (app) =>
    app.get('/mistaken', { onSend: async () => mistake() }, async () => 'fine'),
  'a hook at the error': (app) => app.get('/mistaken', { onError: async () => mistake() }, mistake),
}

describe('a mistake of the service', () => {
  it.for(Object.entries(MISTAKES))(
    'tells its client where to look, and no more: %s',
    async ([what, prepare]) => {
      const service = await serviceForTest({ prepare })
      const answer = await service.request.get('/mistaken').set('X-Request-Id', 'tell-me-where')
      expectProblem(answer, { status: 500, code: 'internal' })
      expect(answer.body).toEqual({
        type: '/problems/internal',
        title: 'The service made a mistake',
        status: 500,
        code: 'internal',
        detail: 'the log has it under the request id tell-me-where',
      })
      expect(JSON.stringify(answer.headers)).not.toContain(SECRET)

      const errors = service.lines().filter(({ level }) => level >= 50)
      expect(errors).toMatchObject([{ id: 'tell-me-where', msg: 'internal error' }])
      if (!/no error|nothing/.test(what)) {
        expect(errors).toMatchObject([{ err: { stack: expect.stringContaining('    at ') } }])
      }
      await expectGolden(service)
    },
  )

  it('after the first byte of an answer ends the connection', async () => {
    const service = await serviceForTest({
      prepare: (app) =>
        app.get('/mistaken', async (_, reply) => {
          reply.raw.writeHead(200, { 'content-length': 100 })
          reply.raw.write('half of ')
          mistake()
        }),
    })
    await expect(service.request.get('/mistaken')).rejects.toThrow(/aborted|hang up/)
    expect(service.lines()).toMatchObject([
      { level: 50, msg: 'internal error' },
      { level: 30, route: '/mistaken', problem: 'internal', status: null, msg: 'request cut off' },
    ])
    await expectGolden(service)
  })
})
