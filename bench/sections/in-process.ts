import { json } from 'node:stream/consumers'
import { OPERATIONS } from '../../routes/operations.ts'
import { limitsOf, readConfig } from '../../src/config.ts'
import { readRequest } from '../../src/formats/json.ts'
import { writeJson } from '../../src/formats/json-text.ts'
import { readNpz, writeNpz } from '../../src/formats/npz.ts'
import { validate } from '../../src/formats/validate.ts'
import { whole } from '../../src/operations/execute.ts'
import { body, type Requests } from '../load/bodies.ts'

/** A process of its own that runs the service's code without the service: what is left when HTTP is taken away. */

export interface Question {
  readonly requests: Requests
  /** At most so often, and after the second time no longer than this. */
  readonly times: number
  readonly ms: number
}

/** Milliseconds of each time. */
export interface Answer {
  /** Of understanding a request: from bytes to checked arrays. */
  readonly read: readonly number[]
  /** Of computing. */
  readonly run: readonly number[]
  /** Of writing x as it came. */
  readonly write: readonly number[]
}

const { requests, times, ms } = (await json(process.stdin)) as Question
const operation = OPERATIONS.find(({ path }) => path === requests.path)
if (!operation) throw new Error(`no operation at ${requests.path}`)

const limits = limitsOf(readConfig({ CHECK_WORK: '1000000000' }))
const took = { read: [] as number[], run: [] as number[], write: [] as number[] }
const text = requests.format === 'json'
const start = performance.now()
for (let k = 0; k < times && (k < 2 || performance.now() - start < ms); k++) {
  const bytes = body(requests, k + 1)
  const input = timed('read', () =>
    text
      ? readRequest(operation.request, bytes)
      : validate(operation.request, readNpz(bytes, limits.archive)),
  ) as Parameters<typeof operation.run>[0]
  timed('run', () => operation.run(input, limits, () => {}))
  const reply = { x: (input as { x: unknown }).x }
  timed('write', () => whole({ body: text ? writeJson(reply) : writeNpz(reply, 'float64') }))
}
process.stdout.write(JSON.stringify(took))

function timed<Result>(what: keyof Answer, act: () => Result): Result {
  const begun = performance.now()
  const result = act()
  took[what].push(performance.now() - begun)
  return result
}
