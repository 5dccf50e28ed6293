import { isNumbers, type Member, npz } from './npz.ts'
import { drawn, normals } from './random.ts'

/** What is sent: requests of one kind, each with numbers of its own. */
export interface Requests {
  readonly path: '/v1/forward' | '/v1/backward' | '/v1/gradient-check'
  readonly n: number
  readonly d: number
  readonly format: 'json' | 'npz'
  readonly include: readonly string[]
  /** At most so many different bodies; 64 when left out. */
  readonly different?: number
  /** Beside the arrays. */
  readonly fields?: Readonly<Record<string, string | number>>
}

export const TYPES = { json: 'application/json', npz: 'application/x-npz' } as const

const MOST = 64
const MOST_BYTES = 256 * 2 ** 20

/**
 * Up to 64 different bodies: an engine that sees the same digits again and again learns them, and looks faster than it
 * is. Of large ones fewer, so that they fit in 256 MB; one of those holds a million numbers that nobody has seen.
 */
export function bodies(requests: Requests): Buffer[] {
  const made: Buffer[] = []
  for (let bytes = 0; made.length < (requests.different ?? MOST); ) {
    const next = body(requests, made.length + 1)
    bytes += next.length
    if (made.length > 0 && bytes > MOST_BYTES) break
    made.push(next)
  }
  return made
}

/** One body; the same seed gives the same numbers in either format. */
export function body({ path, n, d, format, include, fields = {} }: Requests, seed: number): Buffer {
  const normal = normals(seed * 7919 + n)
  const arrays: Record<string, Member> = {
    x: { shape: [n, d], data: drawn(normal, n * d, { scale: 2, shift: 1 }) },
    gamma: { shape: [d], data: drawn(normal, d, { scale: 0.3, shift: 1 }) },
  }
  if (path !== '/v1/backward') {
    arrays['beta'] = { shape: [d], data: drawn(normal, d) }
  }
  if (path !== '/v1/forward') arrays['dout'] = { shape: [n, d], data: drawn(normal, n * d) }
  const scalars = { eps: 1e-5, ...fields }
  return format === 'json'
    ? Buffer.from(JSON.stringify({ ...nested(arrays), ...scalars, include }))
    : npz({ ...arrays, ...zeroDimensional(scalars), include })
}

function nested(arrays: Readonly<Record<string, Member>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, member]) => {
      if (!isNumbers(member)) return [name, member]
      const values = Array.from(member.data)
      const [rows = 0, columns] = member.shape
      if (columns === undefined) return [name, values]
      const cut = (row: number) => values.slice(row * columns, (row + 1) * columns)
      return [name, Array.from({ length: rows }, (_, row) => cut(row))]
    }),
  )
}

function zeroDimensional(
  fields: Readonly<Record<string, string | number>>,
): Record<string, Member> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : { shape: [], data: Float64Array.of(value) },
    ]),
  )
}
