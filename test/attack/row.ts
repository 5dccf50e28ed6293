import { PROBLEMS, type ProblemCode } from '../../schemas/problems.ts'
import type { Answer } from './connection.ts'

/** One bad input, or a good one that looks bad, and what has to come of it. */
export interface Row {
  readonly name: string
  /** What is sent on a fresh connection, piece by piece. */
  readonly sends: Sent
  /** Whether the client says after it that no more will come. */
  readonly ends?: boolean
  /** Whether the row waits for the service to lose its patience. */
  readonly isSlow?: boolean
  readonly wants: Wants
}

export type Sent = () => Iterable<string | Buffer> | AsyncIterable<string | Buffer>

/** A problem of one of these codes, pointing there if it says so; or a result, and what is wrong with it. */
export type Wants =
  | { readonly codes: readonly ProblemCode[]; readonly pointers?: readonly string[] }
  | { readonly right: (answer: Answer) => readonly string[] }

/** The problem of a code, with its pointers. */
export function refused(code: ProblemCode | readonly ProblemCode[], pointers?: string[]): Wants {
  const codes = typeof code === 'string' ? [code] : code
  return { codes, ...(pointers && { pointers }) }
}

/** The statuses that codes are answered with. */
export function statusesOf(codes: readonly ProblemCode[]): number[] {
  return codes.map((code) => PROBLEMS[code].status)
}

export const JSON_TYPE = 'application/json'
export const NPZ = 'application/x-npz'
export const NPY = 'application/x-npy'
export const OCTETS = 'application/octet-stream'
export const FORWARD = '/v1/forward'

/** A request that asks the service to close the connection behind its answer. */
export function request(
  method: string,
  target: string,
  headers: readonly string[],
  body: string | Buffer = '',
): Sent {
  const head = [`${method} ${target} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', '']
  return () => [head.join('\r\n'), body]
}

/** A body that is posted, with its type and its length. */
export function posted(
  path: string,
  body: string | Buffer,
  type = JSON_TYPE,
  more: readonly string[] = [],
): Sent {
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  return request('POST', path, [`Content-Type: ${type}`, length, ...more], body)
}
