import { body, type Requests } from './bodies.ts'
import { Connection } from './connection.ts'
import type { CompareJob, CompareResult } from './jobs.ts'
import { headOf } from './load.ts'
import { readNpz } from './npz.ts'

const TOLERANCE = 1e-9
const SEED = 1

/** Sends every server the same request; whoever answers other numbers is not worth measuring. */
export async function compare({ requests, origins }: CompareJob): Promise<CompareResult> {
  const sent = body(requests, SEED)
  const replies: Record<string, { status: number; bytes: number; ms: number }> = {}
  const faults: string[] = []
  let expected: Map<string, Float64Array> | undefined
  for (const [name, origin] of Object.entries(origins)) {
    const connection = await Connection.open(origin)
    const start = performance.now()
    const message = [headOf(requests, origin)(sent.length), sent]
    const cutOff = (error: Error) => ({ status: 0, bytes: 0, body: Buffer.from(error.message) })
    const reply = await connection.send(message, true).catch(cutOff)
    replies[name] = { status: reply.status, bytes: reply.bytes, ms: performance.now() - start }
    connection.close()
    if (reply.status !== 200) {
      faults.push(`${name} answers ${reply.status}: ${reply.body.toString('utf8', 0, 300)}`)
      continue
    }
    const found = numbersOf(requests, reply.body)
    expected ??= found
    faults.push(...differences(expected, found).map((fault) => `${name}: ${fault}`))
  }
  return { replies, faults }
}

/** Every array of a reply by its path. */
function numbersOf({ format }: Requests, reply: Buffer): Map<string, Float64Array> {
  const found = new Map<string, Float64Array>()
  if (format === 'npz') {
    for (const [name, { data }] of readNpz(reply)) found.set(name, data)
  } else {
    collect(JSON.parse(reply.toString('utf8')), '', found)
  }
  // The one thing that only this service says: how the cache was made.
  found.delete('cache.channelAxis')
  return found
}

function collect(value: unknown, path: string, found: Map<string, Float64Array>): void {
  if (typeof value === 'number') {
    found.set(path, Float64Array.of(value))
  } else if (Array.isArray(value)) {
    const flat: unknown[] = value.flat()
    if (flat.length > 0 && typeof flat[0] === 'number') {
      found.set(path, Float64Array.from(flat as number[]))
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      collect(each, path === '' ? key : `${path}.${key}`, found)
    }
  }
}

function differences(
  expected: ReadonlyMap<string, Float64Array>,
  found: ReadonlyMap<string, Float64Array>,
): string[] {
  const names = [...expected.keys()].sort().join(' ')
  if ([...found.keys()].sort().join(' ') !== names) {
    return [`answers ${[...found.keys()].sort().join(' ')} and not ${names}`]
  }
  return [...expected].flatMap(([name, values]) => {
    const others = found.get(name) as Float64Array
    if (others.length !== values.length) return [`${name} has ${others.length} numbers`]
    const k = values.findIndex((value, i) => {
      const other = others[i] as number
      return !(Math.abs(value - other) <= TOLERANCE * Math.max(1, Math.abs(value)))
    })
    return k < 0 ? [] : [`${name}[${k}] is ${others[k]} and not ${values[k]}`]
  })
}
