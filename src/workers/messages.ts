import { Refusal } from '../core/errors.ts'
import type { Account } from '../operations/account.ts'
import type { Message } from '../operations/execute.ts'
import type { Limits } from '../operations/operation.ts'
import type { Place } from './ring.ts'

/** What travels between the process and its workers; the bytes of a reply go through a ring (see ring.ts). */

/** A request for a worker: the operation by its id, the message as it came. */
export interface Job {
  readonly operation: string
  readonly message: Message
  readonly limits: Limits
}

/** How a reply begins, and how long that took. */
export interface Head {
  readonly contentType: string
  readonly shape: readonly number[]
  readonly account?: Account
}

/** From a worker: that it has begun; how the reply begins, where a piece of it lies, its end; or why there is none. */
export type FromWorker =
  | { readonly begun: true }
  | { readonly head: Head }
  | { readonly piece: Place }
  | { readonly end: true; readonly account?: Account }
  | { readonly refusal: Pick<Refusal, 'code' | 'message' | 'faults' | 'total'> }
  | { readonly failure: { readonly message: string; readonly stack: string | undefined } }

/** An error as it travels: a refusal keeps its places, any other its stack. */
export function toMessage(error: unknown): FromWorker {
  if (error instanceof Refusal) {
    const { code, message, faults, total } = error
    return { refusal: { code, message, faults, total } }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { failure: { message, stack } }
}

/** The error that a message tells of. */
export function toError(message: FromWorker): Error {
  if ('refusal' in message) {
    const { code, message: detail, faults, total } = message.refusal
    return new Refusal(code, detail, faults, total)
  }
  if ('failure' in message) {
    const error = new Error(message.failure.message)
    if (message.failure.stack !== undefined) error.stack = message.failure.stack
    return error
  }
  return new Error('a worker said something else')
}

/** The buffer of some bytes if it can be handed over: not one that others have a part in. */
export function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes
  const whole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
  return whole ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
}
