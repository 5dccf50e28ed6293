import type { Requests } from '../load/bodies.ts'
import type { Run, Section } from '../support/run.ts'
import { type ServerName, TITLES, withServers } from '../support/servers.ts'
import { median, quantile } from '../support/statistics.ts'
import { about, table, times } from '../support/table.ts'

/** How long a small request waits while large ones run: forwards of 1000x1000 as text and full gradient checks. */

const SMALL: Requests = { path: '/v1/forward', n: 32, d: 16, format: 'json', include: [] }
const LARGE: Requests = { ...SMALL, n: 1000, d: 1000, include: ['steps'] }
const CHECK: Requests = {
  ...SMALL,
  path: '/v1/gradient-check',
  n: 128,
  d: 128,
  fields: { preset: 'cs231n' },
}
const SERVERS: readonly ServerName[] = ['ours', 'tuned', 'bare']
/** How much the bare server answers: as much as the others. */
const REPLY_BYTES = new Map([
  [SMALL, 10_000],
  [LARGE, 97_000_000],
])
/** A small request every so often, as from an interactive page; not as many as possible. */
const EVERY_MS = 5

interface Target {
  readonly origin: string
  readonly bare: boolean
}

export const isolation: Section = async (run) => {
  const [seconds, rounds] = run.quick ? [1.5, 1] : [4, 3]
  const rows = await withServers(
    run.programs,
    run.quick ? SERVERS.slice(0, 2) : SERVERS,
    async (servers) => {
      const found: string[][] = []
      for (const [name, { origin }] of servers) {
        const target = { origin, bare: name === 'bare' }
        const loads = {
          idle: undefined,
          'large forwards': LARGE,
          ...(name === 'ours' && { 'gradient checks': CHECK }),
        }
        const quiet: number[] = []
        for (const [title, large] of Object.entries(loads)) {
          await small(run, target, 1)
          if (run.left() < 0) continue
          const turns: (readonly number[])[] = []
          for (let round = 0; round < (large ? rounds : 2 * rounds); round++) {
            turns.push(await measured(run, target, seconds, large))
          }
          const p99 = median(turns.map((each) => quantile(each, 0.99)))
          const p50 = median(turns.map((each) => quantile(each, 0.5)))
          if (!large) quiet.push(p99)
          const ratio = p99 / (quiet[0] ?? Number.NaN)
          run.figures.set(`isolation, ${name}, ${title}`, ratio)
          const worst = Math.max(...turns.flat())
          found.push([TITLES[name], title, about(p50), about(p99), times(ratio), about(worst)])
        }
      }
      return found
    },
  )
  const head = ['server', 'meanwhile', 'p50 ms', 'p99 ms', 'p99 x idle', 'worst ms']
  run.print(`## A small request while large ones run

A lean forward of 32x16 every ${EVERY_MS} ms on each of two connections, alone and while another client sends forwards of
1000x1000 with all steps, or full gradient checks of 128x128, one after the other. The two clients share
the cores with the server: what the bare server loses is theirs.

${table(head, rows)}`)
}

async function measured(
  run: Run,
  target: Target,
  seconds: number,
  large: Requests | undefined,
): Promise<readonly number[]> {
  if (!large) return small(run, target, seconds)
  const job = { ...sent(target, large), connections: 1 }
  // Makes its bodies and warms the server up, so that the disturbance covers the whole of what is measured.
  await run.disturber.load({ ...job, ms: 0, most: 1 })
  const disturbing = run.disturber.load({ ...job, ms: seconds * 1e3 })
  const latencies = await small(run, target, seconds)
  await disturbing
  return latencies
}

async function small(run: Run, target: Target, seconds: number): Promise<readonly number[]> {
  const job = { ...sent(target, SMALL), connections: 2, ms: seconds * 1e3, everyMs: EVERY_MS }
  return (await run.client.load(job)).latencies
}

function sent({ origin, bare }: Target, requests: Requests) {
  const replyBytes = REPLY_BYTES.get(requests)
  return bare && replyBytes !== undefined ? { origin, requests, replyBytes } : { origin, requests }
}
