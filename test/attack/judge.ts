import { isDeepStrictEqual } from 'node:util'
import { forwardExamples } from '../../routes/examples/forward.ts'
import type { Problem } from '../../src/http/problems.ts'
import { type Answer, converse, type Heard } from './connection.ts'
import { FORWARD, posted, type Row, statusesOf, type Wants } from './row.ts'

/** What an answer must be whatever was sent, and what each row wants beside. */

const MOST_BYTES = 16 * 1024
const MOST_DETAIL = 200
/** The codes that are about a field, and have to say which. */
const POINTING = ['invalid', 'shape', 'missing', 'singular', 'not-representable', 'single-value']
/** What no client is told: where the program lies, and what its engine says. */
const LEAKS = /node_modules|\/src\/|\.ts:\d|at [\w.]+ \(|Unexpected token|in JSON at position/

/** How long anything may take, in ms; and where the service has to lose its patience first. */
const PATIENCE = 5_000
const SLOW_PATIENCE = 25_000

/** What is wrong with what came of a row; nothing when all is well. */
export async function tried(origin: URL, row: Row): Promise<string[]> {
  const heard = await heardOf(origin, row, row.isSlow ? SLOW_PATIENCE : PATIENCE)
  const faults = [...faultsOf(heard, row.wants), ...(await goldenFaults(origin))]
  return faults.map((fault) => `${row.name}: ${fault}`)
}

/** What came back; what took too long is sent once more, since the machine may have been busy with something else. */
async function heardOf(
  origin: URL,
  row: Pick<Row, 'sends' | 'ends'>,
  patience: number,
): Promise<Heard> {
  const heard = await converse(origin, row, patience)
  return heard.isHanging ? converse(origin, row, patience) : heard
}

function faultsOf({ answers, ms, isHanging }: Heard, wants: Wants): string[] {
  if (isHanging) return [`no end after ${Math.round(ms)} ms`]
  const last = answers.at(-1)
  if (!last) return ['no answer']
  const odd = answers.flatMap(({ status, body }) =>
    status === 0 || status >= 500 ? [`answered ${status}: ${shown(body)}`] : [],
  )
  if (odd.length > 0) return odd
  if ('codes' in wants) return problemFaults(last, wants)
  return last.status === 200 ? [...wants.right(last)] : [`is ${last.status}: ${shown(last.body)}`]
}

function problemFaults(
  { status, headers, body }: Answer,
  { codes, pointers }: Extract<Wants, { codes: unknown }>,
): string[] {
  const type = headers['content-type']
  if (type !== 'application/problem+json; charset=utf-8') {
    return [`is ${status}, of the type ${type}: ${shown(body)}`]
  }
  const problem = JSON.parse(body.toString()) as Problem
  const { code, detail = '', errors = [] } = problem
  const named = errors.map(({ pointer }) => pointer)
  const statuses = statusesOf(codes)
  const checks: [boolean, string][] = [
    [
      statuses.includes(status) && codes.includes(code as never),
      `is ${status} ${code}: ${detail}; wanted ${statuses} ${codes}`,
    ],
    [problem.status === status, `says ${problem.status} and is ${status}`],
    [problem.type === `/problems/${code}`, `has the type ${problem.type}`],
    [body.length < MOST_BYTES, `takes ${body.length} bytes`],
    [detail.length > 0 && detail.length <= MOST_DETAIL, `has a detail of ${detail.length}`],
    [!LEAKS.test(body.toString()), `tells of the program: ${shown(body)}`],
    [!POINTING.includes(code) || named.length > 0, 'points at nothing'],
    [named.every((pointer) => pointer.startsWith('#')), `points at ${named}`],
    [
      pointers === undefined || isDeepStrictEqual(named, pointers),
      `points at ${named} and not at ${pointers}`,
    ],
  ]
  return checks.flatMap(([holds, fault]) => (holds ? [] : [fault]))
}

const [golden] = forwardExamples
const GOLDEN = { sends: posted(FORWARD, JSON.stringify(golden.request)) }

/** What is wrong with the answer to a good request, which has to be right at any time. */
async function goldenFaults(origin: URL): Promise<string[]> {
  const { answers, isHanging } = await heardOf(origin, GOLDEN, PATIENCE)
  const [{ status, body } = { status: 0, body: Buffer.alloc(0) }] = answers
  const isRight =
    !isHanging && status === 200 && isDeepStrictEqual(JSON.parse(body.toString()), golden.reply)
  return isRight ? [] : [`a good request after it is ${status}: ${shown(body)}`]
}

function shown(body: Buffer): string {
  return body.subarray(0, 200).toString('latin1')
}
