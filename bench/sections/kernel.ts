import { ask } from '../peers/python.ts'
import { alternate } from '../support/alternate.ts'
import { inProcess, output } from '../support/node.ts'
import type { Run, Section } from '../support/run.ts'
import { median } from '../support/statistics.ts'
import { about, table, times } from '../support/table.ts'

/** The arithmetic by itself: as the service's operations do it, the post's code in NumPy, and what bench/kernel.ts prints. */

// biome-ignore format: a table is read in columns
const SIZES = [{ n: 1000, d: 1000 }, { n: 256, d: 128 }, { n: 32, d: 16 }] as const

interface Size {
  readonly n: number
  readonly d: number
}

export const kernel: Section = async (run) => {
  const rows: string[][] = []
  for (const size of run.quick ? SIZES.slice(0, 1) : SIZES) {
    const took = await alternate(run.quick ? 1 : 3, {
      ours: () => ours(size),
      post: () => numpy(run, size),
    })
    if (size.n === 1000) run.figures.set('kernel', took.post / took.ours)
    const name = `${size.n}x${size.d}`
    rows.push([name, about(took.ours), about(took.post), times(took.post / took.ours)])
  }
  const head = ['size', 'this service ms', "the post's NumPy ms", 'x']
  const printed = run.quick ? undefined : await output(new URL('../kernel.ts', import.meta.url))
  run.print(`## Arithmetic

A lean forward and a backward from x as the operations run them, in double-double, every number within 1 ulp of exact;
against the post's code in NumPy, in float64, whose backward has the forward's cache at hand. One thread, no formats.

${table(head, rows)}${printed ? `\n\n### Kernel\n\n${printed.trim()}` : ''}`)
}

/** Forward and backward, the later half of what was run: by then the engine has compiled. */
async function ours(size: Size): Promise<number> {
  const bounds = { times: size.n < 1000 ? 400 : 11, ms: 1_200 }
  const medians: number[] = []
  for (const path of ['/v1/forward', '/v1/backward'] as const) {
    const requests = { path, ...size, format: 'npz', include: [] } as const
    const { run: took } = await inProcess({ requests, ...bounds })
    medians.push(median(took.slice(took.length >> 1)))
  }
  return medians.reduce((sum, each) => sum + each, 0)
}

async function numpy(run: Run, size: Size): Promise<number> {
  if (!run.python) return Number.NaN
  const question = { ...size, times: size.n < 1000 ? 400 : 15 }
  const { ms } = await ask<{ ms: number[] }>(run.python, 'numpy/post.py', question)
  return median(ms.slice(ms.length >> 1))
}
