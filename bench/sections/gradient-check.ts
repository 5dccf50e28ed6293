import { body, type Requests } from '../load/bodies.ts'
import { ask } from '../peers/python.ts'
import { alternate } from '../support/alternate.ts'
import { inProcess } from '../support/node.ts'
import type { Run, Section } from '../support/run.ts'
import { withServers } from '../support/servers.ts'
import { median } from '../support/statistics.ts'
import { about, table, times } from '../support/table.ts'

/** Gradient checks: of every element against CS231n's way, along random directions against torch's. */

interface Check {
  readonly title: string
  /** What the service is asked beside the arrays. */
  readonly fields: Readonly<Record<string, string>>
  /** Of the goal that it is for. */
  readonly figure?: string
}

interface Contest {
  readonly title: string
  readonly n: number
  readonly d: number
  readonly peer: string
  readonly checks: readonly Check[]
  /** The peer's milliseconds. */
  peerMs(run: Run): Promise<number>
}

// biome-ignore format: a table is read in columns
const CONTESTS: readonly Contest[] = [
  {
    title: 'Every element, 128x128', n: 128, d: 128, peer: "CS231n's function, NumPy", peerMs: cs231nMs,
    checks: [
      { title: 'double-double, the default', fields: {}, figure: 'check, exact' },
      { title: 'complex step', fields: { method: 'complex-step' } },
      { title: 'central in float64, preset cs231n', fields: { preset: 'cs231n' }, figure: 'check, central' },
    ],
  },
  {
    title: 'Along random directions, 1000x1000', n: 1000, d: 1000, peer: 'torch, gradcheck(fast_mode)', peerMs: torchMs,
    checks: [
      { title: 'double-double, two directions, the default', fields: { method: 'projection' } },
      { title: 'float64, one direction, preset torch-fast', fields: { preset: 'torch-fast' }, figure: 'check, projection' },
    ],
  },
]

export const gradientCheck: Section = async (run) => {
  const tables: string[] = []
  for (const contest of CONTESTS) {
    const rows: string[][] = []
    for (const check of contest.checks) {
      if (run.quick && check.figure === undefined) continue
      if (run.left() < 0) rows.push([`this service: ${check.title}`, 'no time was left'])
      else rows.push(...(await compared(run, contest, check)))
    }
    const head = ['who', 'ms', 'x', 'over HTTP, JSON', 'over HTTP, npz']
    tables.push(`### ${contest.title}\n\n${table(head, rows)}`)
  }
  run.print(`## Gradient check

dx, dgamma and dbeta of one batch. The peers run in their own process on arrays in memory, so the first column of the
service is the same; then the whole request over HTTP, text and all, which no peer has to pay. "x" is the peer's time
divided by the service's without HTTP; the peer is run again for each line.

${tables.join('\n\n')}${run.torch ? '' : '\n\n- There is no torch here; name a Python that has it in TORCH_PYTHON.'}`)
}

async function compared(run: Run, contest: Contest, check: Check): Promise<string[][]> {
  const { n, d } = contest
  const path = '/v1/gradient-check'
  const requests: Requests = { path, n, d, format: 'npz', include: [], fields: check.fields }
  const bounds = run.quick ? { times: 20, ms: 500 } : { times: 60, ms: 2_500 }
  const took = await alternate(run.quick ? 1 : 2, {
    peer: () => contest.peerMs(run),
    // The first one compiles.
    ours: async () => median((await inProcess({ requests, ...bounds })).run.slice(1)),
  })
  const ratio = took.peer / took.ours
  if (check.figure !== undefined) run.figures.set(check.figure, ratio)
  const overHttp = await withServers(run.programs, ['ours'], async (servers) => {
    const origin = servers.get('ours')?.origin ?? ''
    const told: string[] = []
    for (const format of ['json', 'npz'] as const) {
      const job = { origin, requests: { ...requests, format, different: 5 }, connections: 1 }
      const load = { ...job, ms: run.quick ? 500 : 2_000, most: 6 }
      const { failed, latencies } = await run.client.load(load)
      const warm = latencies.length > 1 ? latencies.slice(1) : latencies
      told.push(failed > 0 ? `${failed} failed` : about(median(warm)))
    }
    return told
  })
  return [
    [contest.peer, about(took.peer), '', '', ''],
    [`this service: ${check.title}`, about(took.ours), times(ratio), ...overHttp],
  ]
}

async function torchMs({ torch }: Run): Promise<number> {
  if (!torch) return Number.NaN
  const question = { n: 1000, d: 1000, eps: 1e-5, times: 9 }
  const { ms } = await ask<{ ms: number[] }>(torch, 'torch/gradient_check.py', question)
  return median(ms.slice(1))
}

/** @throws Error when it finds another gradient than the service */
async function cs231nMs({ python }: Run): Promise<number> {
  if (!python) return Number.NaN
  const requests = {
    path: '/v1/gradient-check',
    n: 128,
    d: 128,
    format: 'json',
    include: [],
  } as const
  const sent = JSON.parse(body(requests, 1).toString())
  const program = 'numpy/gradient_check.py'
  const { ms, error } = await ask<{ ms: number[]; error: number }>(python, program, sent)
  if (!(error < 1e-6)) throw new Error(`CS231n's function is off by ${error}`)
  return median(ms)
}
