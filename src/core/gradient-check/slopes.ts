import type { Arithmetic } from '../arithmetics/arithmetic.ts'
import { complexMatrix, complexOver } from '../arithmetics/complex.ts'
import { run } from '../circuit.ts'
import { FORWARD, type Mode } from '../graph.ts'
import { matrix, type Shape } from '../matrix.ts'
import type { InputName, Scheme } from './methods.ts'

/** A forward pass that is ready to run. */
export interface Pass<M extends Shape> {
  readonly arithmetic: Arithmetic<M>
  readonly mode: Mode
  readonly shape: Shape
  readonly inputs: Readonly<Record<string, M>>
}

/** Where slopes are taken: the pass, the loss sum(dout * out), and how far to step. */
export interface Point<M extends Shape> extends Pass<M> {
  /** (N,D). */
  readonly dout: M
  /** (1,D), one step per channel, in the unit of the input. */
  readonly steps: Readonly<Record<InputName, M>>
}

/**
 * The slope of the loss in every channel (1,D), when one of the inputs moves along `direction`. Channels know nothing
 * of each other, so all of them are moved at once.
 *
 * @param direction (N,D) for x, (1,D) for gamma and beta; as multiples of the step
 */
export function slope<M extends Shape>(
  scheme: Scheme,
  point: Point<M>,
  input: InputName,
  direction: M,
): M {
  const { arithmetic, steps } = point
  const { sub, mul, div, lift } = arithmetic
  const h = steps[input]
  const times = (factor: number, value: M) => mul(lift(matrix(1, 1, [factor])), value)
  const out = (steps: number) => outAfter(point, input, mul(times(steps, h), direction))
  const lossOf = (change: M) => arithmetic.sum(mul(point.dout, change))
  const rise = (from: number, to: number) => lossOf(sub(out(to), out(from)))

  switch (scheme) {
    case 'central':
      return div(rise(-1, 1), times(2, h))
    case 'forward':
      return div(rise(0, 1), h)
    case 'richardson':
      return div(sub(times(8, rise(-0.5, 0.5)), rise(-1, 1)), times(6, h))
    case 'complex-step':
      return div(lossOf(imaginaryOut(point, input, mul(h, direction))), h)
  }
}

/** out (N,D) when an input has moved. */
function outAfter<M extends Shape>(
  { arithmetic, mode, inputs, shape }: Pass<M>,
  input: InputName,
  move: M,
): M {
  const moved = arithmetic.add(inputs[input] as M, move)
  return run(FORWARD, mode, arithmetic, { ...inputs, [input]: moved }, shape).out
}

/** The imaginary part of out (N,D) when an input has moved into the imaginary. */
function imaginaryOut<M extends Shape>(
  { arithmetic, inputs, ...pass }: Pass<M>,
  input: InputName,
  move: M,
): M {
  const zeros = ({ n, d }: Shape) => arithmetic.lift(matrix(n, d))
  const complexInputs = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, complexMatrix(value, zeros(value))]),
  )
  const complexPass = { ...pass, arithmetic: complexOver(arithmetic), inputs: complexInputs }
  return outAfter(complexPass, input, complexMatrix(zeros(move), move)).im
}
