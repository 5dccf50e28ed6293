import { fileURLToPath } from 'node:url'
import type { Requests } from './load/bodies.ts'
import { Client } from './load/client.ts'
import { type Program, Server } from './support/process.ts'
import { quantile } from './support/statistics.ts'

/**
 * What it costs to be watched: processor time of a small request with figures for Prometheus against without.
 *
 *   node bench/metrics.ts [rounds]
 */

const SMALL: Requests = { path: '/v1/forward', n: 4, d: 3, format: 'json', include: ['steps'] }
const ROUNDS = Number(process.argv[2] ?? 40)
const MS = 500

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
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    // There and back, so that a machine that slows down meanwhile does so for both.
    const [first, second] = [await measured(servers.without), await measured(servers.with)]
    const [third, fourth] = [await measured(servers.with), await measured(servers.without)]
    ratios.push((second + third) / (first + fourth))
  }
  const more = (quarter: number) => (100 * (quantile(ratios, quarter) - 1)).toFixed(1)
  console.log(`${more(0.5)} % more, half of the rounds within ${more(0.25)} and ${more(0.75)} %`)
} finally {
  client.stop()
  await Promise.all(Object.values(servers).map((server) => server.stop()))
}
