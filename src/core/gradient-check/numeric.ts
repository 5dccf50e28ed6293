import { doubleDouble, type WideMatrix } from '../arithmetics/double-double.ts'
import { float64 } from '../arithmetics/float64.ts'
import { plainRises } from '../fused/plain-rises.ts'
import { rises } from '../fused/rises.ts'
import { put, someChannels, someColumns, someWide } from '../fused/strays.ts'
import { type Matrix, matrix, type Shape } from '../matrix.ts'
import { acrossChannels, stack } from './looks.ts'
import { GRADIENTS, type GradientName, type InputName } from './methods.ts'
import { plainPoint, widePoint } from './point.ts'
import type { Setup } from './setup.ts'
import { complexSlope, type Point, riseOf, slopesOf } from './slopes.ts'

/**
 * A gradient as the forward pass shows it: (N,D) or (1,D) by elements, (P,D) for P probes, (P,1) when they are pooled.
 *
 * @throws Refusal `not-representable` when float64 has not the range for a forward pass of its own
 */
export function numericGradient(name: GradientName, setup: Setup): WideMatrix {
  const input = GRADIENTS[name]
  const directions = setup.looks.probes?.[name]
  const slopesIn = setup.settings.precision === 'float64' ? plainSlopes : wideSlopes
  const slopes = slopesIn(input, directions, setup)
  return setup.looks.pooled ? acrossChannels(slopes) : slopes
}

type Directions = readonly Matrix[] | undefined

/** In double-double: by the fused sweeps, and by the table in channels whose numbers these can't take. */
function wideSlopes(input: InputName, directions: Directions, setup: Setup): WideMatrix {
  const { settings, inputs, dout, steps, vectors } = setup
  if (settings.scheme === 'complex-step') {
    return complexSlopes(widePoint(setup), (slopes) => slopes, input, directions)
  }
  const walk = { input, directions, step: steps[input] }
  return slopesOf(settings.scheme, doubleDouble, steps[input], (from, to) => {
    const { values, strays } = rises({ inputs, dout, ...vectors }, walk, { from, to })
    if (strays.length > 0) put(values, strays, byTable(input, directions, setup, strays, from, to))
    return values
  })
}

function byTable(
  input: InputName,
  directions: Directions,
  { inputs, dout, steps }: Setup,
  strays: readonly number[],
  from: number,
  to: number,
): WideMatrix {
  const point = widePoint({
    inputs: someChannels(inputs, strays),
    dout: someColumns(dout, strays),
    steps: {
      x: someWide(steps.x, strays),
      gamma: someWide(steps.gamma, strays),
      beta: someWide(steps.beta, strays),
    },
  })
  const some = directions?.map((each) => someColumns(each, strays))
  return stack(
    waysOf(point, input, some).map((way) => riseOf(point, input, doubleDouble.lift(way), from, to)),
  )
}

/** In plain float64. */
function plainSlopes(input: InputName, directions: Directions, setup: Setup): WideMatrix {
  const point = plainPoint(setup)
  const { scheme } = setup.settings
  if (scheme === 'complex-step') return complexSlopes(point, doubleDouble.lift, input, directions)
  const step = point.steps[input]
  const slopes = slopesOf(scheme, float64, step, (from, to) =>
    plainRises(setup, { input, directions, step }, { from, to }),
  )
  return doubleDouble.lift(slopes)
}

function complexSlopes<M extends Shape>(
  point: Point<M>,
  widen: (slopes: M) => WideMatrix,
  input: InputName,
  directions: Directions,
): WideMatrix {
  const { lift } = point.arithmetic
  return stack(
    waysOf(point, input, directions).map((way) => widen(complexSlope(point, input, lift(way)))),
  )
}

/** The directions, or every row of the input by itself, in all channels at once. */
function waysOf({ shape }: Pick<Point<Shape>, 'shape'>, input: InputName, directions: Directions) {
  const { n, d } = input === 'x' ? shape : { n: 1, d: shape.d }
  return directions ?? Array.from({ length: n }, (_, i) => unitRow(i, n, d))
}

function unitRow(i: number, n: number, d: number): Matrix {
  const direction = matrix(n, d)
  direction.data.fill(1, i * d, (i + 1) * d)
  return direction
}
