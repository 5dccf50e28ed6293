import { fileURLToPath } from 'node:url'
import type { Requests } from './load/bodies.ts'
import { Client } from './load/client.ts'
import { alternate } from './support/alternate.ts'
import { type Program, Server } from './support/process.ts'

/**
 * What it costs to be watched: processor time of a small request with figures for Prometheus and without, in turns.
 *
 *   node bench/metrics.ts [rounds]
 */

const SMALL: Requests = { path: '/v1/forward', n: 4, d: 3, format: 'json', include: ['steps'] }
const ROUNDS = Number(process.argv[2] ?? 15)
const MS = 1500

const program = (METRICS: string): Program => ({
  command: process.execPath,
  words: [fileURLToPath(new URL('../src/server.ts', import.meta.url))],
  environment: { PATH: process.env['PATH'] ?? '', METRICS, LOG_LEVEL: 'silent' },
  portGiven: true,
})

const client = new Client()
const servers = {
  without: await Server.start(program('off')),
  with: await Server.start(program('on')),
}

/** Microseconds of processor time for a request. */
async function measured(server: Server): Promise<number> {
  const before = server.cpuMs
  const job = { origin: server.origin, requests: SMALL, connections: 4, ms: MS }
  const { requests, failed } = await client.load(job)
  if (failed > 0) throw new Error(`${failed} requests failed`)
  return (1000 * (server.cpuMs - before)) / requests
}

try {
  for (const server of Object.values(servers)) await measured(server)
  const took = await alternate(ROUNDS, {
    without: () => measured(servers.without),
    with: () => measured(servers.with),
  })
  const more = (100 * (took.with - took.without)) / took.without
  console.log(
    `without ${took.without.toFixed(1)} us, with ${took.with.toFixed(1)} us: ${more.toFixed(1)} % more`,
  )
} finally {
  client.stop()
  await Promise.all(Object.values(servers).map((server) => server.stop()))
}
