import type { z } from 'zod'
import type { Scope } from '../../schemas/scopes.ts'
import type { Tell } from './account.ts'
import type { Need } from './needs.ts'

/** What an operation may cost; from the configuration. */
export interface Limits {
  /** Of a gradient check, in element operations: N * N * D for a check of every element by central differences. */
  readonly checkWork: number
  /** The most numbers of a request. */
  readonly values: number
  /** Of a request that comes as an archive: its members, and their bytes once they are inflated. */
  readonly archive: { readonly members: number; readonly bytes: number }
}

/** One example of an operation: sent by the tests, shown in OpenAPI. */
export interface Example {
  readonly name: string
  readonly summary: string
  /** The request as JSON carries it. */
  readonly request: unknown
  /** The reply as JSON carries it. */
  readonly reply: unknown
}

/** What a request may say, whatever else it does. */
export interface Requested {
  readonly dtype?: 'float64' | 'float32'
}

/** A form that a reply can have: a media type, and how it is written. */
export interface Form {
  readonly type: string
  /** Whether somebody waits for each piece, so that none may wait for others to leave with. */
  readonly live?: true
  /** The reply's bytes, in pieces that are made as they are asked for. */
  write(reply: never): Iterable<Uint8Array>
}

/** A reply before it is encoded: arrays as tensors and vectors. */
export type Replied = Readonly<Record<string, unknown>>

/**
 * A computation as a value: what it reads, what it returns, and how. Where it runs (over HTTP, from the command line)
 * is not its business.
 */
export interface Operation<
  Request extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  readonly id: string
  readonly path: string
  readonly summary: string
  readonly description: string
  /** The group it is shown in; the circuit, when left out. */
  readonly tag?: 'circuit' | 'grading'
  /** What a key must be allowed to call it. */
  readonly scope: Scope
  /** Schemas of the wire: a request is decoded, a reply encoded. */
  readonly request: Request
  readonly reply: Reply
  readonly examples: readonly [Example, ...Example[]]
  /** Whether a body of JSON may hold NaN and Infinity, as Python writes them: where null stands, it can be judged. */
  readonly lenient?: boolean
  /** Whether a request has to be JSON, since it has lists of objects, which no archive holds. */
  readonly textOnly?: true
  /** The field that a single array stands for, in a request that needs no other and in a reply that has one that matters. */
  readonly single: { readonly request?: string; readonly reply?: string }
  /** The forms of a reply, best first, where it is neither an archive nor mirrors the request: documents for a grader, or for people. */
  readonly forms?: readonly [Form, ...Form[]]
  /** What a request takes beside that, by what it asks for. */
  needs?(request: z.output<Request>): readonly Need[]
  /** Whether every request costs so much that none is looked into where it arrives. */
  readonly heavy?: true
  /** What a request will cost, in passes of the circuit over one element. */
  work(request: z.output<Request>): number
  /** The shape of the batch, for the log. */
  shape(request: z.output<Request>): readonly number[]
  /**
   * @param tell takes down each verdict that the reply holds
   * @throws Refusal for a request that can't be answered.
   */
  run(request: z.output<Request>, limits: Limits, tell: Tell): z.output<Reply>
}

/** An operation, its types inferred from its schemas. */
export function operation<Request extends z.ZodType, Reply extends z.ZodType>(
  definition: Operation<Request, Reply>,
): Operation<Request, Reply> {
  return definition
}
