import type { FastifyInstance, FastifyReply } from 'fastify'
import { PROBLEMS } from '../schemas/problems.ts'
import { Refusal } from '../src/core/errors.ts'
import { documentedPage } from '../src/http/documented.ts'
import { allProblems, oneProblem } from '../src/http/problem-pages.ts'

const CODE = { type: 'string', enum: Object.keys(PROBLEMS) }

const html = (reply: FastifyReply, text: string) =>
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    .send(text)

/** GET /problems and /problems/:code: what each problem means and how to solve it; the addresses in a problem's `type`. */
export function problems(app: FastifyInstance): void {
  const page = allProblems()

  app.get(
    '/problems',
    {
      schema: documentedPage('problems', 'Every problem explained', 'text/html', {
        type: 'string',
      }),
    },
    async (_, reply) => html(reply, page),
  )

  app.get<{ Params: { code: string } }>(
    '/problems/:code',
    {
      schema: {
        ...documentedPage('problem', 'One problem explained', 'text/html', { type: 'string' }),
        params: { type: 'object', properties: { code: CODE }, required: ['code'] },
      },
    },
    async ({ params }, reply) => {
      const text = oneProblem(params.code)
      if (text === undefined) throw new Refusal('not-found', 'no problem has this code')
      return html(reply, text)
    },
  )
}
