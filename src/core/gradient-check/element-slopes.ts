import type { Arithmetic } from '../arithmetics/arithmetic.ts'
import { complexMatrix, complexOver } from '../arithmetics/complex.ts'
import { doubleDouble, row, type WideMatrix } from '../arithmetics/double-double.ts'
import type { Mode } from '../graph.ts'
import { matrix, type Shape } from '../matrix.ts'
import type { ForwardValues } from '../passes.ts'
import { stack } from './looks.ts'
import type { Scheme } from './methods.ts'
import { type Point, slopeFrom, times } from './slopes.ts'

/**
 * What the loss of a channel is made of, (1,D) each: sum(dout * out) = gamma * pull / sqrt(var + eps), but for beta,
 * which no step in x changes.
 */
interface Loss<M extends Shape> {
  readonly n: number
  readonly mode: Mode
  readonly gamma: M
  readonly eps: M
  readonly var: M
  /** sum(dout * xmu). */
  readonly pull: M
  /** sum(dout) / N. */
  readonly share: M
}

/** One example: its xmu and dout, (1,D). */
interface Example<M extends Shape> {
  readonly xmu: M
  readonly dout: M
}

/**
 * The slope of the loss in every element of x (N,D). When one number of a channel moves by t, the mean moves by t / N,
 * the sum of the squared deviations by 2 t xmu + t^2 (1 - 1 / N), and sum(dout * xmu) by t (dout - sum(dout) / N): what
 * the forward pass of the moved channel is, without adding up again all that has stayed where it was. With 32 digits
 * nothing is lost by it; float64, which is there to show what rounding does to the others' checks, runs the pass itself.
 */
export function elementSlopes(
  scheme: Scheme,
  { arithmetic, mode, shape, inputs, dout, steps }: Point<WideMatrix>,
  { xmu, var: variance }: Pick<ForwardValues, 'xmu' | 'var'>,
): WideMatrix {
  const { mul, div, sub, sum, lift } = arithmetic
  const { n } = shape
  const { gamma, eps } = inputs as Record<'gamma' | 'eps', WideMatrix>
  const loss: Loss<WideMatrix> = {
    ...{ n, mode, gamma, eps, var: variance },
    pull: sum(mul(dout, xmu)),
    share: div(sum(dout), lift(matrix(1, 1, [n]))),
  }
  const complex = complexOver(arithmetic)
  const complexLoss = { ...loss, ...inComplex(loss, ['gamma', 'eps', 'var', 'pull', 'share']) }
  const h = steps.x
  const slopes = Array.from({ length: n }, (_, i) => {
    const example = { xmu: row(xmu, i), dout: row(dout, i) }
    const after = (steps: number) =>
      lossAfter(arithmetic, loss, example, times(arithmetic, steps, h))
    return slopeFrom(scheme, arithmetic, h, {
      rise: (from, to) => sub(after(to), after(from)),
      imaginary() {
        const moved = inComplex(example, ['xmu', 'dout'])
        return lossAfter(complex, complexLoss, moved, complexMatrix(zerosLike(h), h)).im
      },
    })
  })
  return stack(slopes)
}

/** The loss in every channel (1,D) after one example has moved. */
function lossAfter<M extends Shape>(
  arithmetic: Arithmetic<M>,
  { n, mode, gamma, eps, var: variance, pull, share }: Loss<M>,
  { xmu, dout }: Example<M>,
  move: M,
): M {
  const { add, sub, mul, div, sqrt, lift } = arithmetic
  const N = lift(matrix(1, 1, [n]))
  if (mode === 'eval') {
    return div(mul(gamma, add(pull, mul(move, dout))), sqrt(add(variance, eps)))
  }
  const own = sub(lift(matrix(1, 1, [1])), div(lift(matrix(1, 1, [1])), N))
  const squares = mul(move, add(times(arithmetic, 2, xmu), mul(own, move)))
  const movedVar = add(variance, div(squares, N))
  const movedPull = add(pull, mul(move, sub(dout, share)))
  return div(mul(gamma, movedPull), sqrt(add(movedVar, eps)))
}

function zerosLike({ n, d }: Shape): WideMatrix {
  return doubleDouble.lift(matrix(n, d))
}

/** Real matrices as complex ones, those of these names. */
function inComplex<Name extends string>(
  values: Readonly<Record<Name, WideMatrix>>,
  names: readonly Name[],
) {
  const entries = names.map((name) => [name, complexMatrix(values[name], zerosLike(values[name]))])
  return Object.fromEntries(entries) as Record<Name, ReturnType<typeof complexMatrix<WideMatrix>>>
}
