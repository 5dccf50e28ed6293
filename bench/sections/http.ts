import type { Requests } from '../load/bodies.ts'
import type { Server } from '../support/process.ts'
import type { Run, Section } from '../support/run.ts'
import { type ServerName, TITLES, withServers } from '../support/servers.ts'
import { about, table, times } from '../support/table.ts'
import { GROUPS, type Group, INCLUDE, isLarge, paceOf, type Reply } from './http/groups.ts'
import { measure } from './http/row.ts'

/** The forward pass over HTTP, at five sizes, as text and as npz, each reply against the peers'. */

// biome-ignore format: a table is read in columns
const HEAD = ['reply', 'server', 'CPU ms', 'CPU x', 'wall ms', 'wall x', 'req/s', 'peak MB', 'peak x']

export const http: Section = async (run) => {
  run.print(`## Forward over HTTP

Processor time per request is the server's, all its threads together. "x" is the peer's figure divided by this
service's: above 1 this service is better. Sizes up to 256x128 have 8 connections, the larger ones 1. Peak memory is of
the process since the first request of the row; at 1000x1000 and above each row has fresh processes.`)
  for (const group of GROUPS) {
    const wanted = run.quick ? group.quick : group.replies
    if (wanted.length === 0) continue
    const [rows, notes]: [string[][], string[]] = [[], []]
    for (const batch of isLarge(group) ? wanted.map((reply) => [reply]) : [wanted]) {
      if (run.left() < 0) {
        notes.push(`${batch.join(', ')}: left out, no time was left.`)
        continue
      }
      await withServers(run.programs, serversOf(group, run), async (servers) => {
        for (const reply of batch) {
          const found = await row(run, group, reply, servers)
          rows.push(...found.rows)
          notes.push(...found.notes)
        }
      })
    }
    const shown = rows.length > 0 ? [table(HEAD, rows)] : []
    const said = notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []
    run.print([`### ${group.title}`, ...shown, ...said].join('\n\n'))
  }
}

/** Logging has a server of its own, which --quick does without. */
function serversOf({ servers }: Group, { quick }: Run): ServerName[] {
  return servers.filter((name) => !quick || name !== 'ours, logging')
}

async function row(
  run: Run,
  group: Group,
  reply: Reply,
  servers: ReadonlyMap<ServerName, Server>,
): Promise<{ rows: string[][]; notes: string[] }> {
  const { title, n, d, format } = group
  const { different, ...pace } = paceOf(group, run.quick)
  const kind = { path: '/v1/forward', n, d, format, include: INCLUDE[reply] } as const
  const requests: Requests = different === undefined ? kind : { ...kind, different }
  const { figures, faults } = await measure(run, requests, pace, servers)
  const ours = figures.get('ours')
  const rows: string[][] = []
  const notes = faults.map((fault) => `${reply}: left out, since ${fault}`)
  for (const [name, { cpuMs, wallMs, perSecond, peakMb, failed }] of figures) {
    run.figures.set(`${title} ${reply}, ${name}, cpu`, cpuMs)
    run.figures.set(`${title} ${reply}, ${name}, wall`, wallMs)
    run.figures.set(`${title} ${reply}, ${name}, peak`, peakMb)
    if (failed > 0) notes.push(`${reply}: ${failed} requests to ${TITLES[name]} failed.`)
    const over = (own: number | undefined, its: number) => times(its / (own ?? Number.NaN))
    rows.push([
      ...[reply, TITLES[name], about(cpuMs), over(ours?.cpuMs, cpuMs), about(wallMs)],
      ...[over(ours?.wallMs, wallMs), about(perSecond), about(peakMb), over(ours?.peakMb, peakMb)],
    ])
  }
  return { rows, notes }
}
