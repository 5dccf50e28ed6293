import { ask } from '../peers/python.ts'
import { inProcess } from '../support/node.ts'
import type { Section } from '../support/run.ts'
import { median } from '../support/statistics.ts'
import { about, table, times } from '../support/table.ts'

/** What it costs to read and to write a million numbers, without HTTP. */

interface Costs {
  readonly read: number[]
  readonly write: number[]
}

const SIZE = { n: 1000, d: 1000 }
/** In which of Python's ways each format is to be compared. */
const PEERS = { json: ['orjson', 'json'], npz: ['npz'] } as const

export const formats: Section = async (run) => {
  const [rounds, count] = run.quick ? [1, 5] : [2, 12]
  const took = new Map<string, Costs>()
  const add = (
    who: string,
    { read, write }: { read: readonly number[]; write: readonly number[] },
  ) => {
    const kept = took.get(who) ?? { read: [], write: [] }
    kept.read.push(...read)
    kept.write.push(...write)
    took.set(who, kept)
  }
  for (let round = 0; round < rounds; round++) {
    for (const format of ['json', 'npz'] as const) {
      const requests = { path: '/v1/forward', ...SIZE, format, include: [] } as const
      add(`this service, ${format}`, await inProcess({ requests, times: count, ms: 5_000 }))
    }
    if (!run.python) continue
    const question = { ...SIZE, times: count }
    const ways = await ask<Record<string, Costs>>(run.python, 'numpy/formats.py', question)
    for (const [way, costs] of Object.entries(ways)) add(`NumPy, ${way}`, costs)
  }
  const rows = (['json', 'npz'] as const).flatMap((format) =>
    (['read', 'write'] as const).flatMap((direction) => {
      const of = (who: string) => median(took.get(who)?.[direction] ?? [])
      const own = of(`this service, ${format}`)
      const peers = PEERS[format].map((way) => [`NumPy, ${way}`, of(`NumPy, ${way}`)] as const)
      return [['this service', own] as const, ...peers].map(([who, ms]) => [
        ...[format, direction, who, about(ms), times(ms / own)],
      ])
    }),
  )
  run.print(`## Formats

One array of 1000x1000, so milliseconds are also nanoseconds per number; medians of different arrays. Reading ends with
an array of float64 that is checked for its shape and for finite numbers (the peers' is not checked). Writing goes from
such an array to bytes.

${table(['format', 'direction', 'who', 'ms', 'x'], rows)}`)
}
