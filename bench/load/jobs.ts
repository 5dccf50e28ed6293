import type { Requests } from './bodies.ts'

/** What the benchmark asks of its load process, and what that answers. */

export interface LoadJob {
  readonly kind: 'load'
  readonly origin: string
  readonly requests: Requests
  readonly connections: number
  /** Requests begin for this long, and at least one per connection. */
  readonly ms: number
  /** No more than this many; as many as fit when left out. */
  readonly most?: number
  /**
   * A connection's requests are due this often, and their time counts from then, also when the one before was late:
   * else a server that stands still would be asked less and look better. When left out, each is sent after the last.
   */
  readonly everyMs?: number
  /** For the bare server: how many bytes to answer. */
  readonly replyBytes?: number
}

export interface LoadResult {
  readonly requests: number
  readonly failed: number
  /** From the first request to the last reply. */
  readonly ms: number
  /** Of each request, in order of their ends. */
  readonly latencies: readonly number[]
}

export interface CompareJob {
  readonly kind: 'compare'
  readonly requests: Requests
  /** By name; the first is what the others are compared with. */
  readonly origins: Readonly<Record<string, string>>
}

export interface CompareResult {
  readonly replies: Readonly<Record<string, { status: number; bytes: number; ms: number }>>
  /** Why the servers do not agree. */
  readonly faults: readonly string[]
}

export type Job = LoadJob | CompareJob
