import type { Requests } from '../../load/bodies.ts'
import type { ServerName } from '../../support/servers.ts'

/** What is sent over HTTP, to whom and how often. */

/** What a reply holds beside `out`, as `include` asks for it. */
export const INCLUDE = { lean: [], cache: ['cache'], all: ['steps'] } as const
export type Reply = keyof typeof INCLUDE

export interface Pace {
  readonly connections: number
  /** How often each server has its turn, how long a turn lasts, and the one before the first. */
  readonly rounds: number
  readonly turnMs: number
  readonly warmUpMs: number
  /** At most so many different bodies; 64 when left out. */
  readonly different?: number
}

export interface Group {
  readonly title: string
  readonly n: number
  readonly d: number
  readonly format: Requests['format']
  readonly replies: readonly Reply[]
  /** Those that --quick keeps. */
  readonly quick: readonly Reply[]
  readonly servers: readonly ServerName[]
}

/** From here on one client at a time, and fresh processes for each row, which inherit no memory from the last. */
export function isLarge({ n }: Group): boolean {
  return n >= 1000
}

export function paceOf(group: Group, quick: boolean): Pace {
  const [rounds, turnMs] = quick ? [3, 300] : [5, 400]
  return isLarge(group)
    ? { connections: 1, rounds, turnMs, warmUpMs: 200, ...(quick && { different: 3 }) }
    : { connections: 8, rounds, turnMs, warmUpMs: quick ? 700 : 3000 }
}

const all = ['lean', 'cache', 'all'] as const
const two = ['lean', 'all'] as const
const LOGGED = ['ours', 'ours, logging', 'tuned', 'idiomatic', 'bare'] as const
const TEXT = ['ours', 'tuned', 'idiomatic', 'bare'] as const
const BINARY = ['ours', 'tuned', 'bare'] as const

// biome-ignore format: a table is read in columns
export const GROUPS: readonly Group[] = [
  { title: 'JSON 4x3',       n: 4,    d: 3,    format: 'json', replies: all, quick: ['all'], servers: LOGGED },
  { title: 'JSON 32x16',     n: 32,   d: 16,   format: 'json', replies: all, quick: ['all'], servers: LOGGED },
  { title: 'JSON 256x128',   n: 256,  d: 128,  format: 'json', replies: all, quick: [],      servers: TEXT },
  { title: 'JSON 1000x1000', n: 1000, d: 1000, format: 'json', replies: all, quick: ['all'], servers: TEXT },
  { title: 'npz 4x3',        n: 4,    d: 3,    format: 'npz',  replies: two, quick: [],      servers: BINARY },
  { title: 'npz 32x16',      n: 32,   d: 16,   format: 'npz',  replies: two, quick: [],      servers: BINARY },
  { title: 'npz 256x128',    n: 256,  d: 128,  format: 'npz',  replies: two, quick: [],      servers: BINARY },
  { title: 'npz 1000x1000',  n: 1000, d: 1000, format: 'npz',  replies: two, quick: two,     servers: BINARY },
  { title: 'npz 4096x1024',  n: 4096, d: 1024, format: 'npz',  replies: two, quick: [],      servers: BINARY },
]
