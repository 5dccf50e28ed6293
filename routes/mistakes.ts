import type { FastifyInstance } from 'fastify'
import { Mistakes } from '../schemas/mistakes.ts'
import { type Line, linesOf, wireName } from '../src/core/diagnosis/lines.ts'
import type { Changes, Mistake } from '../src/core/diagnosis/mistake.ts'
import { MISTAKES } from '../src/core/diagnosis/mistakes.ts'
import { documentedPage } from '../src/http/documented.ts'

const linesIn = (mode: 'train' | 'eval') => linesOf(mode, { running: true, backward: true })
const LINES = { train: linesIn('train'), eval: linesIn('eval') }

const data: Mistakes = { mistakes: MISTAKES.map(told) }

function told({ id, at, title, nudge, changes, tries, mode, needs }: Mistake) {
  const line = LINES[mode ?? 'train'].find(({ name }) => name === at) as Line
  return {
    ...{ id, title, nudge, pass: line.pass, step: line.step },
    value: wireName(at),
    right: line.formula,
    ways: changes.map(named),
    ...(tries && { constants: [...tries] }),
    ...(mode && { mode }),
    ...(needs && { needs }),
  }
}

/** Changes by the names that the values have on the wire. */
function named(changes: Changes): Record<string, string> {
  const entries = Object.entries(changes) as [Line['name'], string][]
  return Object.fromEntries(entries.map(([name, formula]) => [wireName(name), formula]))
}

/** GET /v1/mistakes: what the ids in a diagnosis stand for. */
export function mistakes(app: FastifyInstance): void {
  app.get(
    '/v1/mistakes',
    {
      schema: documentedPage(
        'mistakes',
        'Every mistake that a diagnosis knows',
        'application/json',
        Mistakes,
        'grading',
      ),
    },
    async () => data,
  )
}
