import type { Arithmetic } from '../../../src/core/arithmetics/arithmetic.ts'
import type { LayerInputs } from '../../../src/core/diagnosis/layer.ts'
import { type Line, type LineName, linesOf } from '../../../src/core/diagnosis/lines.ts'
import type { Submitted } from '../../../src/core/diagnosis/submission.ts'
import { evaluate, formulaOf } from '../../../src/core/formula.ts'
import { common, type Matrix, matrix, scalar } from '../../../src/core/matrix.ts'

/** Right code as people write it: in either precision, with sums in any order, each line by any of its routes. */
export interface Hand {
  readonly precision: 'float64' | 'float32'
  /** Numbers in [0, 1) by which it chooses. */
  readonly next: () => number
  /** Whether it may take the routes beside the post's own. */
  readonly wanders: boolean
  /** Whether it may compute the variance as a difference of squares. */
  readonly naive: boolean
}

/** The route to the variance that costs digits: as many as the mean is larger than the deviation. */
const NAIVE = 'sum(x ** 2) / N - mu ** 2'

/** Every value of a layer, as that hand computes it. */
export function honest(
  given: LayerInputs,
  { precision, next, wanders, naive }: Hand,
): Map<LineName, Submitted> {
  const round = precision === 'float32' ? Math.fround : (v: number) => v
  const arithmetic = plain(round, next)
  const inputs = new Map<string, Matrix>(
    Object.entries({
      ...{ x: given.x, gamma: given.gamma, beta: given.beta, eps: scalar(given.eps) },
      ...{ dout: given.dout as Matrix, N: scalar(given.x.n), D: scalar(given.x.d) },
    }).map(([name, value]) => [name, { ...value, data: value.data.map(round) }]),
  )
  const values = new Map<string, Matrix>()
  const submitted = new Map<LineName, Submitted>()
  for (const line of linesOf(given.mode, { running: false, backward: true })) {
    const routes = wanders ? [line.formula, ...line.equivalents] : [line.formula]
    const taken = routes.filter((route) => naive || route !== NAIVE)
    const formula = taken[Math.floor(next() * taken.length)] as string
    const lookUp = (name: string) => (values.get(name) ?? inputs.get(name)) as Matrix
    const value = repeated(evaluate(formulaOf(formula), arithmetic, lookUp), line, given.x)
    values.set(line.name, value)
    submitted.set(line.name, { value })
  }
  return submitted
}

/** Plain arithmetic that rounds every result, and adds in whatever order. */
function plain(round: (v: number) => number, next: () => number): Arithmetic<Matrix> {
  const each = (operation: (x: number, y: number) => number) => (a: Matrix, b: Matrix) => {
    const { n, d } = common(a, b)
    const at = (m: Matrix, i: number, j: number) =>
      m.data[(m.n === 1 ? 0 : i * m.d) + (m.d === 1 ? 0 : j)] as number
    return matrix(
      n,
      d,
      Array.from({ length: n * d }, (_, k) =>
        round(operation(at(a, Math.floor(k / d), k % d), at(b, Math.floor(k / d), k % d))),
      ),
    )
  }
  return {
    lift: (a) => ({ ...a, data: a.data.map(round) }),
    add: each((x, y) => x + y),
    sub: each((x, y) => x - y),
    mul: each((x, y) => x * y),
    div: each((x, y) => x / y),
    sqrt: (a) => ({ ...a, data: a.data.map((v) => round(Math.sqrt(v))) }),
    sum: ({ n, d, data }) => {
      const order = Array.from({ length: n }, (_, i) => i).sort(() => next() - 0.5)
      return matrix(
        1,
        d,
        Array.from({ length: d }, (_, j) =>
          order.reduce((sum, i) => round(sum + (data[i * d + j] as number)), 0),
        ),
      )
    },
  }
}

function repeated(value: Matrix, { shape }: Line, { n, d }: Matrix): Matrix {
  const rows = shape === '(N,D)' ? n : 1
  if (value.n === rows && value.d === d) return value
  return matrix(
    rows,
    d,
    Array.from({ length: rows * d }, (_, k) => value.data[k % d] as number),
  )
}
