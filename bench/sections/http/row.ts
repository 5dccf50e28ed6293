import type { Requests } from '../../load/bodies.ts'
import type { Server } from '../../support/process.ts'
import type { Run } from '../../support/run.ts'
import type { ServerName } from '../../support/servers.ts'
import { median } from '../../support/statistics.ts'
import type { Pace } from './groups.ts'

/** One kind of request: every server checked, then measured in turns. */

export interface Figures {
  /** Per request: processor time of the server, and the median request as its client sees it. */
  readonly cpuMs: number
  readonly wallMs: number
  readonly perSecond: number
  readonly peakMb: number
  readonly failed: number
}

export interface Row {
  readonly figures: ReadonlyMap<ServerName, Figures>
  /** Why somebody is missing. */
  readonly faults: readonly string[]
}

type Servers = ReadonlyMap<ServerName, Server>

/** A server that takes longer than this for a request has two turns and no warming up. */
const SLOW_MS = 1_500

export async function measure(
  run: Run,
  requests: Requests,
  pace: Pace,
  servers: Servers,
): Promise<Row> {
  for (const server of servers.values()) server.resetPeak()
  const { replies, faults } = await check(run, requests, servers)
  const own = replies['ours']
  if (own?.status !== 200) return { figures: new Map(), faults }

  const wrong = new Set(faults.map((fault) => fault.split(/[: ]/)[0]))
  const turns = new Map<ServerName, Figures[]>()
  for (let round = -1; round < pace.rounds; round++) {
    for (const [name, server] of servers) {
      const slow = (replies[name]?.ms ?? 0) > SLOW_MS
      if (wrong.has(name) || (slow && (round < 0 || round > 1))) continue
      const asked = name === 'bare' ? { requests, replyBytes: own.bytes } : { requests }
      const figures = await turn(run, server, {
        ...asked,
        connections: pace.connections,
        ms: round < 0 ? pace.warmUpMs : pace.turnMs,
      })
      if (round >= 0) turns.set(name, [...(turns.get(name) ?? []), figures])
    }
  }
  return { figures: new Map([...turns].map(([name, each]) => [name, summary(each)])), faults }
}

/** Whether all say the same; the bare server says nothing. */
function check({ client }: Run, requests: Requests, servers: Servers) {
  const speaking = [...servers].filter(([name]) => name !== 'bare')
  const origins = Object.fromEntries(speaking.map(([name, { origin }]) => [name, origin]))
  return client.compare({ requests, origins })
}

async function turn(
  { client }: Run,
  server: Server,
  job: Omit<Parameters<Run['client']['load']>[0], 'origin'>,
): Promise<Figures> {
  const before = server.cpuMs
  const { requests, failed, ms, latencies } = await client.load({ ...job, origin: server.origin })
  return {
    cpuMs: (server.cpuMs - before) / requests,
    wallMs: median(latencies),
    perSecond: (requests / ms) * 1e3,
    peakMb: server.peak,
    failed,
  }
}

function summary(turns: readonly Figures[]): Figures {
  return {
    cpuMs: median(turns.map(({ cpuMs }) => cpuMs)),
    wallMs: median(turns.map(({ wallMs }) => wallMs)),
    perSecond: median(turns.map(({ perSecond }) => perSecond)),
    peakMb: Math.max(...turns.map(({ peakMb }) => peakMb)),
    failed: turns.reduce((sum, { failed }) => sum + failed, 0),
  }
}
