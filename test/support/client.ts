import { backward } from '../../routes/backward.ts'
import { forward } from '../../routes/forward.ts'
import { Refusal } from '../../src/core/errors.ts'
import { execute, whole } from '../../src/operations/execute.ts'
import type { Limits, Operation } from '../../src/operations/operation.ts'
import type { Nested } from './arrays.ts'

export const LIMITS: Limits = {
  checkWork: 1e9,
  values: 1e7,
  archive: { members: 64, bytes: 2 ** 28 },
}

/** Running statistics as JSON carries them. */
export interface Running {
  readonly convention: string
  readonly mean: number[]
  readonly var: number[]
  readonly momentum: number | null
  readonly count: number
}

export interface ForwardAnswer {
  readonly out: Nested[]
  readonly cache?: object
  readonly running?: Running
  readonly steps?: Readonly<Record<string, Nested>>
  readonly warnings: { readonly code: string; readonly detail: string }[]
}

export interface BackwardAnswer {
  readonly dx: Nested[]
  readonly dgamma: number[]
  readonly dbeta: number[]
  readonly steps?: Readonly<Record<string, Nested>>
}

/** What the service answers to a request, from bytes to bytes. */
export function post(operation: Operation, request: object): unknown {
  const body = Buffer.from(JSON.stringify(request))
  const result = execute(operation, { body, contentType: 'application/json' }, LIMITS)
  return JSON.parse(whole(result).toString())
}

export const postForward = (request: object) => post(forward, request) as ForwardAnswer
export const postBackward = (request: object) => post(backward, request) as BackwardAnswer

/** Why the service does not answer. @throws Error when it does */
export function refusal(call: () => unknown): Refusal {
  try {
    call()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('the request was answered')
}
