import type { Arithmetic } from '../arithmetics/arithmetic.ts'
import { complexMatrix, complexOver } from '../arithmetics/complex.ts'
import { run } from '../circuit.ts'
import { FORWARD, type Mode } from '../graph.ts'
import { matrix, type Shape, scalar } from '../matrix.ts'
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
 * Slopes of the loss, as a scheme makes them of how much it rises.
 *
 * @param step (1,D)
 * @param rise how much the loss rises between two places, so many steps away, in every channel: (R,D), R in number
 */
export function slopesOf<M extends Shape>(
  scheme: Exclude<Scheme, 'complex-step'>,
  arithmetic: Arithmetic<M>,
  step: M,
  rise: (from: number, to: number) => M,
): M {
  const { sub, mul, div, lift } = arithmetic
  const times = (factor: number, value: M) => mul(lift(scalar(factor)), value)
  switch (scheme) {
    case 'central':
      return div(rise(-1, 1), times(2, step))
    case 'forward':
      return div(rise(0, 1), step)
    case 'richardson':
      return div(sub(times(8, rise(-0.5, 0.5)), rise(-1, 1)), times(6, step))
  }
}

/**
 * How much the loss rises in every channel (1,D) between two places, so many steps along a direction. Channels know
 * nothing of each other, so all of them are moved at once.
 *
 * @param direction (N,D) for x, (1,D) for gamma and beta
 */
export function riseOf<M extends Shape>(
  point: Point<M>,
  input: InputName,
  direction: M,
  from: number,
  to: number,
): M {
  const { mul, sub, sum, lift } = point.arithmetic
  const out = (steps: number) => {
    const move = mul(lift(scalar(steps)), point.steps[input])
    return outAfter(point, input, mul(move, direction))
  }
  return sum(mul(point.dout, sub(out(to), out(from))))
}

/** The slope of the loss in every channel (1,D) along a direction, by a step into the imaginary. */
export function complexSlope<M extends Shape>(point: Point<M>, input: InputName, direction: M): M {
  const { mul, div, sum } = point.arithmetic
  const step = point.steps[input]
  return div(sum(mul(point.dout, imaginaryOut(point, input, mul(step, direction)))), step)
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
