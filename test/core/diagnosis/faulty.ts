import { exactly } from '../../../src/core/arithmetics/conditioned.ts'
import {
  type Layer,
  type LayerInputs,
  layerOf,
  runLine,
} from '../../../src/core/diagnosis/layer.ts'
import type { LineName } from '../../../src/core/diagnosis/lines.ts'
import type { Changes } from '../../../src/core/diagnosis/mistake.ts'
import { type Submission, type Submitted, shapeOf } from '../../../src/core/diagnosis/submission.ts'
import { discriminating, TELLING_EPS } from '../../../src/core/inputs/discriminating.ts'
import { type Matrix, matrix, scalar } from '../../../src/core/matrix.ts'

/** How many images of how many pixels, or rows of one; and channels. */
export type Size = readonly [count: number, pixels: number, d: number]

/** The service's own inputs that tell mistakes apart, as a layer is given them. */
export function telling(
  seed: number,
  {
    mode = 'train',
    size: [count, pixels, d] = [9, 1, 4],
    eps = TELLING_EPS,
  }: { mode?: 'train' | 'eval'; size?: Size; eps?: number } = {},
): LayerInputs {
  const n = count * pixels
  const { x, dout, gamma, beta, running } = discriminating(seed, { n, d, inner: 1 })
  return {
    ...{ x: matrix(n, d, x), gamma, beta, dout: matrix(n, d, dout), eps, mode },
    statistics: running,
    kept: { ...running, keep: 0.83, bessel: seed % 2 === 0 ? 1 : n / (n - 1) },
    ...(pixels > 1 && { images: { count, inner: pixels } }),
  }
}

/** What code with these changes returns, computed in float64. */
export function faulty(
  given: LayerInputs,
  changes: Changes,
  k?: number,
  single = false,
): Map<LineName, Submitted> {
  const layer = layerOf(given, single)
  const constants = k === undefined ? undefined : new Map([['k', exactly(scalar(k))]])
  const values = new Map()
  const submitted = new Map<LineName, Submitted>()
  for (const line of layer.lines) {
    const made = runLine(layer, line, changes[line.name] ?? line.formula, values, constants)
    values.set(line.name, made)
    submitted.set(line.name, asSubmitted(layer, line.name, made))
  }
  return submitted
}

/** A value as it would arrive: what has the wrong shape, or is not finite, says so. */
function asSubmitted(layer: Layer, name: LineName, { n, d, data }: Matrix): Submitted {
  const line = layer.lines.find((each) => each.name === name)
  const shape = line && shapeOf(line, layer.shape)
  const value = { n, d, data }
  if (shape && (shape.n !== n || shape.d !== d)) return { value, flaw: 'shape' }
  return data.every(Number.isFinite) ? { value } : { value, flaw: 'not-finite' }
}

/** Some values of a submission alone. */
export function only(submission: Submission, names: readonly LineName[]): Submission {
  return new Map([...submission].filter(([name]) => names.includes(name)))
}
