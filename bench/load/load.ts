import { setTimeout as delay } from 'node:timers/promises'
import { bodies, type Requests, TYPES } from './bodies.ts'
import { Connection } from './connection.ts'
import type { LoadJob, LoadResult } from './jobs.ts'

/** The kind that was sent last; its bodies are kept, and so is how far each server has got through them. */
let current: { key: string; bodies: readonly Buffer[]; next: Map<string, number> } | undefined

/** Keeps some connections busy for a while. */
export async function load(job: LoadJob): Promise<LoadResult> {
  const { origin, requests, connections, ms, most = Number.POSITIVE_INFINITY, everyMs = 0 } = job
  const take = taker(requests, origin)
  const head = headOf(requests, origin, job.replyBytes)
  const latencies: number[] = []
  let [begun, failed] = [0, 0]
  const opened = await Promise.all(
    Array.from({ length: connections }, () => Connection.open(origin)),
  )
  const start = performance.now()
  await Promise.all(
    opened.map(async (connection) => {
      for (let k = 0; begun < most && (k === 0 || performance.now() - start < ms); k++) {
        begun++
        const body = take()
        const due = start + k * everyMs
        const early = due - performance.now()
        if (early > 0) await delay(early)
        const sent = everyMs > 0 && early < 0 ? due : performance.now()
        const status = await connection.send([head(body.length), body]).then(
          (reply) => reply.status,
          () => 0,
        )
        latencies.push(performance.now() - sent)
        if (status !== 200) failed++
        if (status === 0) break
      }
    }),
  )
  const took = performance.now() - start
  for (const connection of opened) connection.close()
  return { requests: latencies.length, failed, ms: took, latencies }
}

/** The head of a request for each length of body. */
export function headOf(
  { path, format }: Requests,
  origin: string,
  replyBytes?: number,
): (length: number) => Buffer {
  const type = TYPES[format]
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    `Content-Type: ${type}`,
    `Accept: ${type}`,
    ...(replyBytes === undefined ? [] : [`X-Reply-Bytes: ${replyBytes}`]),
  ].join('\r\n')
  return (length) => Buffer.from(`${lines}\r\nContent-Length: ${length}\r\n\r\n`)
}

/** The next body for a server; every server gets the same ones in the same order. */
function taker(requests: Requests, origin: string): () => Buffer {
  const key = JSON.stringify(requests)
  if (current?.key !== key) {
    current = undefined
    current = { key, bodies: bodies(requests), next: new Map() }
  }
  const { bodies: all, next } = current
  return () => {
    const k = next.get(origin) ?? 0
    next.set(origin, k + 1)
    return all[k % all.length] as Buffer
  }
}
