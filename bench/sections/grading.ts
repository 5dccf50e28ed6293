import { GRADING } from '../../routes/grade.ts'
import { limitsOf, readConfig } from '../../src/config.ts'
import { rerun } from '../../src/core/diagnosis/candidates.ts'
import { FINAL } from '../../src/core/diagnosis/hidden.ts'
import { type LayerInputs, layerOf } from '../../src/core/diagnosis/layer.ts'
import type { Changes } from '../../src/core/diagnosis/mistake.ts'
import { MISTAKES } from '../../src/core/diagnosis/mistakes.ts'
import { type Matrix, matrix, vector } from '../../src/core/matrix.ts'
import { execute, whole } from '../../src/operations/execute.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { drawn, normals } from '../load/random.ts'
import type { Section } from '../support/run.ts'
import { about, table, times } from '../support/table.ts'

/** What a grade costs, from bytes to bytes without HTTP; and whether a class together costs less than one by one. */

interface Row {
  readonly n: number
  readonly d: number
  /** The values that are submitted: every one, or those that leave the layer. */
  readonly values: 'all' | 'final'
  readonly submissions: number
}

// biome-ignore format: a table is read in columns
const ROWS: readonly Row[] = [
  { n: 9,   d: 4,  values: 'final', submissions: 200 },
  { n: 32,  d: 16, values: 'final', submissions: 200 },
  { n: 32,  d: 16, values: 'all',   submissions: 200 },
  { n: 100, d: 50, values: 'all',   submissions: 20 },
]

const LIMITS = limitsOf(readConfig({ CHECK_WORK: '1000000000' }))
const find = (path: string) => GRADING.find((each) => each.path === path) as Operation
const [ONE, CLASS] = [find('/v1/grade'), find('/v1/grade/batch')]

/** The mistakes that can be made in any layer, the first way of each. */
const CHANGES = MISTAKES.filter(
  ({ mode, needs, tries }) => mode !== 'eval' && !needs && !tries,
).map(({ changes: [first] }) => first as Changes)

export const grading: Section = async (run) => {
  const rows: string[][] = []
  for (const row of ROWS) {
    if (run.left() < 0) break
    const { inputs, submissions } = assignment(row)
    const one = () => submissions.map(({ submitted }) => cost(ONE, { inputs, submitted }))
    one()
    const single = one()
    const sum = single.reduce((all, each) => all + each, 0)
    const together = cost(CLASS, { inputs, submissions })
    const median = single.toSorted((a, b) => a - b)[single.length >> 1] as number
    if (row.n === 100) run.figures.set('grade, 100x50', median)
    run.figures.set(`class, ${row.n}x${row.d} ${row.values}`, sum / together)
    rows.push([
      `${row.n}x${row.d}`,
      row.values,
      about(median),
      about(Math.max(...single)),
      String(row.submissions),
      about(sum),
      about(together),
      times(sum / together),
    ])
  }
  run.print(`## Grading

Submissions as JSON, half of them right, most of the others with one mistake of the table and some with two; processor
time in ms from bytes to bytes. "x" is the sum of the single grades divided by what the class takes together.

${table(['size', 'values', 'median', 'worst', 'submissions', 'one by one', 'as a class', 'x'], rows)}`)
}

/** Milliseconds of processor time. */
function cost(operation: Operation, request: object): number {
  const body = Buffer.from(JSON.stringify(request))
  const start = process.cpuUsage()
  whole(execute(operation, { body, contentType: 'application/json' }, LIMITS))
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e3
}

function assignment({ n, d, values, submissions: count }: Row) {
  const normal = normals(n)
  const numbers = (length: number, how = {}) => drawn(normal, length, how)
  const given: LayerInputs = {
    x: matrix(n, d, numbers(n * d, { scale: 2, shift: 1 })),
    ...{ gamma: vector(numbers(d)), beta: vector(numbers(d)), dout: matrix(n, d, numbers(n * d)) },
    ...{ eps: 1e-5, mode: 'train' },
  }
  const { x, gamma, beta, dout, eps } = given
  const inputs = Object.fromEntries(
    Object.entries({ x, gamma, beta, dout }).map(([name, value]) => [
      name,
      nested(value as Matrix),
    ]),
  )
  const layer = layerOf(given, false)
  const submissions = Array.from({ length: count }, (_, k) => {
    const made = rerun(layer, layer.lines, changesOf(k), new Map(), undefined)
    const shown = [...made].filter(([name]) => values === 'all' || FINAL.includes(name as never))
    return {
      id: `student-${k}`,
      submitted: Object.fromEntries(shown.map(([name, value]) => [name, nested(value)])),
    }
  })
  return { inputs: { ...inputs, eps }, submissions }
}

/** What a student has done wrong: every other one nothing, every tenth two things. */
function changesOf(k: number): Changes {
  if (k % 2 === 0) return {}
  const [one, other] = [k * 7, k * 13 + 5].map((at) => CHANGES[at % CHANGES.length] as Changes)
  return k % 10 === 1 ? { ...other, ...one } : (one as Changes)
}

function nested({ n, d, data }: Matrix): number[] | number[][] {
  const rows = Array.from({ length: n }, (_, i) => Array.from(data.subarray(i * d, (i + 1) * d)))
  return n === 1 ? (rows[0] as number[]) : rows
}
