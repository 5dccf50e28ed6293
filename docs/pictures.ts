import { figure } from '../routes/figure.ts'
import { inputs } from '../routes/inputs.ts'
import { limitsOf, readConfig } from '../src/config.ts'
import { float64 } from '../src/core/arithmetics/float64.ts'
import { run } from '../src/core/circuit.ts'
import { circuitFigure } from '../src/core/figure.ts'
import { BACKWARD, FORWARD, type Value } from '../src/core/graph.ts'
import { type Matrix, matrix, scalar, vector } from '../src/core/matrix.ts'
import { execute, whole } from '../src/operations/execute.ts'
import type { Operation } from '../src/operations/operation.ts'

/** The pictures of the documents, drawn by the code: those of docs/figures.md by the requests that it shows. */

type Rows = readonly (readonly number[])[]

interface Batch {
  readonly x: Rows
  readonly gamma: readonly number[]
  readonly beta: readonly number[]
  readonly eps: number
  readonly dout: Rows
}

function ask(operation: Operation, request: object): string {
  const body = Buffer.from(JSON.stringify(request))
  const message = { body, contentType: 'application/json' }
  return whole(execute(operation, message, limitsOf(readConfig({})))).toString()
}

/** The batch of the page, which CS231n's notebook draws. */
function drawn(): Batch {
  const asked = { kind: 'numpy-legacy', seed: 231, shape: [4, 5], scale: 5, shift: 12 }
  const { x, gamma, beta, eps, dout } = JSON.parse(ask(inputs, asked))
  return { x, gamma, beta, eps, dout }
}

/** The slip of the page: the 0.5 of dvar is forgotten. */
const slipped = (value: Value): Value =>
  value.name === 'dvar' ? { ...value, formula: '1 / sqrt(var + eps) * dsqrtvar' } : value

/** What the post's code returns, in float64, with that slip. */
function submittedFor({ x, gamma, beta, eps, dout }: Batch): Record<string, unknown> {
  const shape = { n: x.length, d: gamma.length }
  const given = {
    x: matrix(shape.n, shape.d, x.flat()),
    dout: matrix(shape.n, shape.d, dout.flat()),
    gamma: vector(gamma),
    beta: vector(beta),
    eps: scalar(eps),
  }
  const forward = run(FORWARD, 'train', float64, given, shape)
  const backward = run(BACKWARD.map(slipped), 'train', float64, { ...given, ...forward }, shape)
  const rows = ({ n, d, data }: Matrix) =>
    n === 1 ? [...data] : Array.from({ length: n }, (_, i) => [...data.slice(i * d, (i + 1) * d)])
  const made = Object.entries({ ...forward, ...backward })
  return Object.fromEntries(made.map(([name, value]) => [name, rows(value)]))
}

/** Every picture by its path in the repository. */
export function pictures(): Readonly<Record<string, string>> {
  const batch = drawn()
  return {
    'docs/circuit.svg': circuitFigure(),
    'docs/values.svg': ask(figure, { draw: 'values', ...batch }),
    'docs/verdict.svg': ask(figure, { draw: 'verdict', ...batch, submitted: submittedFor(batch) }),
    'docs/curve.svg': ask(figure, { draw: 'curve', ...batch }),
  }
}
