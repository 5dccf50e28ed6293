import { doubleDouble, type WideMatrix } from '../arithmetics/double-double.ts'
import { type Matrix, matrix, type Shape } from '../matrix.ts'
import { acrossChannels, stack } from './looks.ts'
import { GRADIENTS, type GradientName } from './methods.ts'
import { plainPoint, widePoint } from './point.ts'
import type { Setup } from './setup.ts'
import { type Point, slope } from './slopes.ts'

/**
 * A gradient as the forward pass shows it: (N,D) or (1,D) by elements, (P,D) for P probes, (P,1) when they are pooled.
 *
 * @throws Refusal `not-representable` when float64 has not the range for a forward pass of its own
 */
export function numericGradient(name: GradientName, setup: Setup): WideMatrix {
  return setup.settings.precision === 'float64'
    ? gradientAt(plainPoint(setup), doubleDouble.lift, name, setup)
    : gradientAt(widePoint(setup), (slopes) => slopes, name, setup)
}

function gradientAt<M extends Shape>(
  point: Point<M>,
  widen: (slopes: M) => WideMatrix,
  name: GradientName,
  { settings, looks }: Setup,
): WideMatrix {
  const { n, d } = name === 'dx' ? point.shape : { n: 1, d: point.shape.d }
  const directions = looks.probes ? looks.probes[name] : unitRows(n, d)
  const slopeAlong = (direction: Matrix) =>
    widen(slope(settings.scheme, point, GRADIENTS[name], point.arithmetic.lift(direction)))
  const slopes = stack(Array.from(directions, slopeAlong))
  return looks.pooled ? acrossChannels(slopes) : slopes
}

/** Matrices with one row of ones each: an example moved in all channels at once. */
function* unitRows(n: number, d: number): Generator<Matrix> {
  for (let i = 0; i < n; i++) {
    const direction = matrix(n, d)
    direction.data.fill(1, i * d, (i + 1) * d)
    yield direction
  }
}
