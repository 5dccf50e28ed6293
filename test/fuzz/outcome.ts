import { PROBLEMS, type ProblemCode } from '../../schemas/problems.ts'
import { problemOf } from '../../src/http/refuse.ts'
import { execute, whole } from '../../src/operations/execute.ts'
import { LIMITS } from '../support/client.ts'
import type { Asked, Case } from './cases.ts'

/** What comes of a request: its status, and its bytes or the code of its problem. */
export interface Outcome {
  readonly status: number
  readonly says: string
}

const ACCEPT = 'application/x-npz'

/** What comes of it in process, as a worker would have it. @throws whatever is not the client's fault */
export function inProcess({ operation }: Case, { body, type }: Asked): Outcome {
  try {
    const copy = new Uint8Array(body)
    const message = { body: copy, contentType: type, accept: ACCEPT, spent: true }
    return { status: 200, says: whole(execute(operation, message, LIMITS)).toString('latin1') }
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    return { status: problem.status, says: problem.code }
  }
}

/** The same over HTTP. */
export async function overHttp(origin: string, { operation, body, type }: Case): Promise<Outcome> {
  const answer = await fetch(new URL(operation.path, origin), {
    method: 'POST',
    headers: { 'content-type': type, accept: ACCEPT },
    body,
    signal: AbortSignal.timeout(5_000),
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const says = answer.status === 200 ? bytes.toString('latin1') : JSON.parse(bytes.toString()).code
  return { status: answer.status, says }
}

/** Why this may not come of a case; undefined when it may. */
export function faultOf(each: Case, { status, says }: Outcome): string | undefined {
  const { wants } = each
  if (status !== 200) {
    const isKnown = status < 500 && PROBLEMS[says as ProblemCode]?.status === status
    if (!isKnown) return `is ${status} ${says}`
    if (wants.answers !== 'alike') return undefined
  } else if (wants.answers === 'refused') return 'is answered, and must not be'
  const right = inProcess(each, (wants as { to: Asked }).to)
  if (right.status === status && right.says === says) return undefined
  return `is ${shown({ status, says })} and not ${shown(right)}`
}

const shown = ({ status, says }: Outcome) =>
  status === 200 ? `another result of ${says.length} bytes` : `${status} ${says}`
