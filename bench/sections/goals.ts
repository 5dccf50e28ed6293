import { table, times } from '../support/table.ts'
import { FLAT } from './memory.ts'

/** What the service has to reach, and what it aims for then; as ratios of figures of one run. */

type Figures = ReadonlyMap<string, number>

interface Goal {
  readonly what: string
  readonly reach: number
  readonly aim: number
  /** Whether a small ratio is the good one; a large one when left out. */
  readonly atMost?: true
  ratio(of: (name: string) => number): number
}

const peer = (row: string, name: string, what: 'cpu' | 'wall') => (of: (name: string) => number) =>
  of(`${row}, ${name}, ${what}`) / of(`${row}, ours, ${what}`)
const share = (row: string, name: string, what: 'cpu' | 'peak') => (of: (name: string) => number) =>
  of(`${row}, ours, ${what}`) / of(`${row}, ${name}, ${what}`)
const figure = (name: string) => (of: (name: string) => number) => of(name)

// biome-ignore format: a table is read in columns
const GOALS: readonly Goal[] = [
  { what: 'JSON 4x3, all steps: CPU of tuned', reach: 2.2, aim: 3, ratio: peer('JSON 4x3 all', 'tuned', 'cpu') },
  { what: 'JSON 4x3, all steps: CPU over bare node:http', reach: 1.5, aim: 1.2, atMost: true, ratio: share('JSON 4x3 all', 'bare', 'cpu') },
  { what: 'JSON 32x16, all steps: CPU of tuned', reach: 1.2, aim: 1.8, ratio: peer('JSON 32x16 all', 'tuned', 'cpu') },
  { what: 'JSON 32x16, all steps: CPU of idiomatic', reach: 13, aim: 24, ratio: peer('JSON 32x16 all', 'idiomatic', 'cpu') },
  { what: 'JSON 1000x1000, all steps: CPU of tuned', reach: 1, aim: 1.7, ratio: peer('JSON 1000x1000 all', 'tuned', 'cpu') },
  { what: 'JSON 1000x1000, all steps: peak memory over tuned', reach: 1, aim: 0.6, atMost: true, ratio: share('JSON 1000x1000 all', 'tuned', 'peak') },
  { what: 'JSON 1000x1000, all steps: wall of tuned', reach: 1.3, aim: 2.5, ratio: peer('JSON 1000x1000 all', 'tuned', 'wall') },
  { what: 'npz 1000x1000, all steps: wall of the FastAPI variant', reach: 1.4, aim: 2.2, ratio: peer('npz 1000x1000 all', 'tuned', 'wall') },
  { what: 'npz 1000x1000, lean: wall of the FastAPI variant', reach: 1.3, aim: 2, ratio: peer('npz 1000x1000 lean', 'tuned', 'wall') },
  { what: "double-double forward and backward 1000x1000: time of the post's NumPy", reach: 1, aim: 3, ratio: figure('kernel') },
  { what: 'full gradient check 128x128, exact: time of CS231n', reach: 30, aim: 100, ratio: figure('check, exact') },
  { what: 'full gradient check 128x128, central in float64: time of CS231n', reach: 250, aim: 400, ratio: figure('check, central') },
  { what: 'projection check 1000x1000: time of torch, fast_mode', reach: 3, aim: 10, ratio: figure('check, projection') },
  { what: 'p99 of 32x16 while large forwards run, over idle', reach: 3, aim: 1.5, atMost: true, ratio: figure('isolation, ours, large forwards') },
  { what: 'p99 of 32x16 while gradient checks run, over idle', reach: 3, aim: 1.5, atMost: true, ratio: figure('isolation, ours, gradient checks') },
  { what: 'memory after 20,000 requests, over after 2,000', reach: FLAT, aim: 1, atMost: true, ratio: figure('memory growth') },
]

/** The goals and what came of them, losses first said. */
export function goals(figures: Figures): string {
  const of = (name: string) => figures.get(name) ?? Number.NaN
  const rows = GOALS.map(({ what, reach, aim, atMost, ratio }) => {
    const found = ratio(of)
    const sign = atMost ? '<= ' : '>= '
    const met = (bound: number) => (atMost ? found <= bound : found >= bound)
    const said = Number.isNaN(found)
      ? 'not measured'
      : met(aim)
        ? 'reached, and the aim'
        : met(reach)
          ? 'reached'
          : '**not reached**'
    return [what, `${sign}${reach}x`, `${sign}${aim}x`, times(found), said]
  })
  const missed = rows.filter((row) => row[4] === '**not reached**').map(([what]) => what)
  const losses = lossesOf(figures)
  const said = [
    missed.length > 0 ? `Not reached: ${missed.join('; ')}.` : 'Every measured goal is reached.',
    ![...figures.keys()].some((key) => key.includes(', tuned, '))
      ? 'The FastAPI peers were not measured.'
      : losses.length > 0
        ? `Where a FastAPI peer is better: ${losses.join('; ')}.`
        : 'No FastAPI peer is better in any row.',
  ]
  return `## Goals\n\n${table(['what', 'reach', 'then aim for', 'found', ''], rows)}\n\n${said.join('\n\n')}`
}

/** Every row in which a peer that computes takes less than this service. */
function lossesOf(figures: Figures): string[] {
  return [...figures].flatMap(([key, value]) => {
    const [row, name, what] = key.split(', ')
    if (name !== 'tuned' && name !== 'idiomatic') return []
    const ours = figures.get(`${row}, ours, ${what}`) ?? Number.NaN
    const title = { cpu: 'CPU', wall: 'wall', peak: 'peak memory' }[what ?? '']
    return value < ours && title ? [`${row}, ${title} of ${name} ${times(value / ours)}`] : []
  })
}
