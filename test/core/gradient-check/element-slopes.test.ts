import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { doubleDouble, rounded } from '../../../src/core/arithmetics/double-double.ts'
import { elementSlopes } from '../../../src/core/gradient-check/element-slopes.ts'
import { stack } from '../../../src/core/gradient-check/looks.ts'
import { ORDER, type Scheme } from '../../../src/core/gradient-check/methods.ts'
import { noiseOf } from '../../../src/core/gradient-check/noise.ts'
import { widePoint } from '../../../src/core/gradient-check/point.ts'
import { prepare } from '../../../src/core/gradient-check/setup.ts'
import { slope } from '../../../src/core/gradient-check/slopes.ts'
import { matrix } from '../../../src/core/matrix.ts'
import { backward, cacheOf } from '../../../src/core/passes.ts'
import { type Batch, batches, decades, even, type Recipe } from '../../support/batches.ts'
import { rows } from '../../support/run.ts'
import { fraction, near } from '../../support/wide.ts'
import { inputsOf } from './check.ts'

const always = fc.constant

const KINDS: Record<string, Recipe> = {
  'x of ordinary size': {},
  'x around 1e12, with a spread of 1e-3': { x: even.map((v) => 1e12 + v / 1000) },
  'x of size 1e-150, eps 1e-310': { x: even.map((v) => v * 1e-150), eps: always(1e-310) },
  'x of size 1e150, eps 0': { x: even.map((v) => v * 1e150), eps: always(0) },
  'gamma and dout between 1e-100 and 1e100': {
    gamma: decades(-100, 100),
    dout: decades(-100, 100),
  },
  'a constant channel': { x: always(0.1) },
  'one example': { n: [1, 1] },
  'two examples': { n: [2, 2] },
  evaluation: { mean: even, variance: even.map((v) => v * v + 0.01) },
}

/** Both kinds of slopes, and how far apart they may lie. */
function slopesOf(batch: Batch, scheme: Scheme) {
  const dout = rows(batch.dout, batch.gamma.length)
  const check = { inputs: inputsOf(batch), dout, seed: 1, method: scheme }
  const setup = prepare(check, Number.POSITIVE_INFINITY)
  const point = widePoint(setup)
  const { n, d } = dout
  const directions = Array.from({ length: n }, (_, i) =>
    matrix(
      n,
      d,
      Array.from({ length: n * d }, (_, k) => (Math.floor(k / d) === i ? 1 : 0)),
    ),
  )
  const whole = directions.map((direction) =>
    slope(scheme, point, 'x', doubleDouble.lift(direction)),
  )
  const claimed = backward(dout, cacheOf(setup.values, setup.inputs), setup.inputs.mode).dx
  return {
    whole: stack(whole),
    fast: elementSlopes(scheme, point, setup.values),
    noise: noiseOf('dx', doubleDouble.lift(rounded(claimed)), setup),
  }
}

describe.each(Object.keys(ORDER) as Scheme[])(
  'the slopes of %s are those of a forward pass for every element, within the noise, for',
  (scheme) => {
    for (const [title, recipe] of Object.entries(KINDS)) {
      test(title, () => {
        fc.assert(
          fc.property(batches(recipe), (batch) => {
            const { whole, fast, noise } = slopesOf(batch, scheme)
            for (let k = 0; k < batch.x.length; k++) {
              const room = fraction(noise, k)
              const [a, b] = [fraction(fast, k), fraction(whole, k)]
              expect(near(a, b, room, 1), `${k}`).toBe(true)
            }
          }),
          { numRuns: 40 },
        )
      })
    }
  },
)

test('the noise leaves no room for another slope', () => {
  fc.assert(
    fc.property(batches({ n: [4, 7] }), (batch) => {
      const { fast, whole, noise } = slopesOf(batch, 'central')
      const last = batch.x.length - 1
      const other = doubleDouble.mul(fast, doubleDouble.lift(matrix(1, 1, [1 + 1e-12])))
      fc.pre(Math.abs(rounded(whole).data[last] as number) > 1e-3)
      expect(near(fraction(other, last), fraction(whole, last), fraction(noise, last), 1)).toBe(
        false,
      )
    }),
  )
})
