import type { Requests } from '../load/bodies.ts'
import type { Section } from '../support/run.ts'
import { withServers } from '../support/servers.ts'
import { about, table } from '../support/table.ts'

/** Whether memory grows with the number of requests: mixed ones, the same mixture in every slice. */

const SLICE = 1_000
const forward = { path: '/v1/forward', format: 'json', include: ['cache'] } as const

/** A slice; what is large is rare. */
const MIXTURE: readonly { readonly requests: Requests; readonly count: number }[] = [
  { requests: { ...forward, n: 4, d: 3 }, count: 500 },
  { requests: { ...forward, n: 32, d: 16, include: ['steps'] }, count: 300 },
  { requests: { ...forward, n: 32, d: 16, format: 'npz' }, count: 100 },
  { requests: { ...forward, path: '/v1/gradient-check', n: 8, d: 5, include: [] }, count: 79 },
  { requests: { ...forward, n: 256, d: 128 }, count: 20 },
  { requests: { ...forward, n: 1000, d: 500, include: [] }, count: 1 },
]

/** Flat is less than this much more. */
export const FLAT = 1.1

export const memory: Section = async (run) => {
  const [first, last] = run.quick ? [1_000, 3_000] : [2_000, 20_000]
  const seen: { sent: number; resident: number; peak: number }[] = []
  let failed = 0
  await withServers(run.programs, ['ours'], async (servers) => {
    const server = servers.get('ours')
    if (!server) return
    for (let sent = SLICE; sent <= last; sent += SLICE) {
      server.resetPeak()
      for (const { requests, count } of MIXTURE) {
        const job = { origin: server.origin, requests, connections: 4, ms: 60_000, most: count }
        failed += (await run.client.load(job)).failed
      }
      seen.push({ sent, resident: server.memory, peak: server.peak })
      if (run.left() < 0) break
    }
  })
  const at = (sent: number) => seen.find((each) => each.sent === sent)
  const [early, late] = [at(first), seen.at(-1)]
  if (!early || !late) return
  const growth = late.resident / early.resident
  if (late.sent === last) run.figures.set('memory growth', growth)
  const shown = seen.filter(
    ({ sent }) => [first, last / 2, last].includes(sent) || sent === late.sent,
  )
  const head = ['requests', 'resident MB', 'peak MB of the last 1,000']
  const rows = shown.map(({ sent, resident, peak }) => [
    sent.toLocaleString('en'),
    about(resident),
    about(peak),
  ])
  run.print(`## Memory over many requests

Of each 1,000: 500 forwards of 4x3, 400 of 32x16 (100 of them npz), 20 of 256x128, one of 1000x500, and 79 gradient
checks; 4 connections.

${table(head, rows)}

${late.sent.toLocaleString('en')} requests hold ${growth.toFixed(2)} times the memory of ${first.toLocaleString('en')}${failed > 0 ? `; ${failed} requests failed` : ''}.${late.sent < last ? ' No time was left for more.' : ''}`)
}
