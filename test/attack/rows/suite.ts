import type { ProblemCode } from '../../../schemas/problems.ts'
import { jsonTestSuite } from '../../support/json-test-suite.ts'
import { FORWARD, posted, type Row, refused } from '../row.ts'

/** Every body of JSONTestSuite, as the body and as x: none of them is a request, none of them a batch. */

/** What its name says of a text: it must parse, must not, or may do either. */
function codesFor(name: string): ProblemCode[] {
  if (name.startsWith('i_')) return ['malformed', 'invalid']
  return [name.startsWith('n_') ? 'malformed' : 'invalid']
}

const asX = (body: Buffer) =>
  Buffer.concat([Buffer.from('{"eps": 1, "x": '), body, Buffer.from('}')])

export const suiteRows: readonly Row[] = jsonTestSuite.flatMap(([name, body]) => [
  {
    name: `JSONTestSuite, ${name} as the body`,
    sends: posted(FORWARD, body),
    wants: refused(codesFor(name)),
  },
  {
    name: `JSONTestSuite, ${name} as x`,
    sends: posted(FORWARD, asX(body)),
    wants: refused(['malformed', 'invalid']),
  },
])
