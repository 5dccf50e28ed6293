import { OPERATIONS } from '../../routes/operations.ts'
import { execute, whole } from '../../src/operations/execute.ts'
import { flat, type Nested } from '../support/arrays.ts'
import { LIMITS } from '../support/client.ts'
import { exactForward, type Inputs } from '../support/exact.ts'
import { compare } from '../support/ulp.ts'
import type { Answer } from './connection.ts'
import { JSON_TYPE, type Wants } from './row.ts'

/** Results that are computed again, each in a way of its own. */

interface Reply {
  readonly out: Nested
  readonly steps?: Readonly<Record<string, Nested>>
}

/** A forward pass in JSON whose numbers are the exact ones, as far as it tells them; `out` it always does. */
export function exact(inputs: Inputs): Wants {
  return {
    right: ({ headers, body }) => {
      if (!headers['content-type']?.startsWith(JSON_TYPE)) return ['is no JSON']
      const { out, steps = {} } = JSON.parse(body.toString()) as Reply
      const told = Object.entries<Nested>({ ...steps, out }).map(
        ([name, value]) => [name, flat(value)] as const,
      )
      const truth = Object.entries(exactForward(inputs)).filter(([name]) =>
        told.some(([known]) => known === name),
      )
      return compare(Object.fromEntries(told), Object.fromEntries(truth)).wrong
    },
  }
}

/** A result that is, byte for byte, what the operation makes in process of another body of the same meaning. */
export function same(
  path: string,
  body: string | Buffer,
  type = JSON_TYPE,
  accept?: string,
): Wants {
  return {
    right: (answer) => {
      const operation = OPERATIONS.find((each) => each.path === path)
      if (!operation) return [`there is no operation at ${path}`]
      const message = { body: Buffer.from(body), contentType: type, accept }
      const made = execute(operation, message, LIMITS)
      const faults = whole(made).equals(answer.body) ? [] : ['is not what is computed in process']
      return [...faults, ...typeFaults(answer, made.contentType)]
    },
  }
}

function typeFaults({ headers }: Answer, type: string): string[] {
  return headers['content-type'] === type ? [] : [`has the type ${headers['content-type']}`]
}
