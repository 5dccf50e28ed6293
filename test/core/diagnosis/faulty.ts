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
import { type Matrix, matrix, scalar, vector } from '../../../src/core/matrix.ts'
import { signedNumbers } from '../../../src/core/random.ts'

/**
 * Inputs on which mistakes differ: odd N, N not D, deviations far apart and none of them 1, means off 0, gamma of both
 * signs and never +1 or -1, beta not 0, an eps that counts.
 */
export function telling(
  seed: number,
  {
    mode = 'train',
    images = false,
    eps = 0.5,
  }: { mode?: 'train' | 'eval'; images?: boolean; eps?: number } = {},
): LayerInputs {
  const next = signedNumbers(seed, 'telling')
  const [count, pixels, d] = images ? [3, 4, 5] : [9, 1, 4]
  const n = count * pixels
  const numbers = (length: number, of: (k: number) => number) =>
    Float64Array.from({ length }, (_, k) => of(k))
  const deviations = [0.5, 1.7, 3, 6, 2.3]
  const x = matrix(
    n,
    d,
    numbers(n * d, (k) => 2 + (k % d) + 1.7 * (deviations[k % d] as number) * next()),
  )
  const statistics = {
    mean: vector(numbers(d, (j) => 1.5 + j + next())),
    var: vector(numbers(d, (j) => 1.3 + j + Math.abs(next()))),
  }
  return {
    x,
    gamma: vector(numbers(d, (j) => (j % 2 === 0 ? 1 : -1) * (1.3 + 0.4 * j))),
    beta: vector(numbers(d, (j) => 0.7 - 0.45 * j)),
    dout: matrix(n, d, numbers(n * d, next)),
    eps,
    mode,
    statistics,
    kept: { ...statistics, keep: 0.9, bessel: seed % 2 === 0 ? 1 : n / (n - 1) },
    ...(images && { images: { count, inner: pixels } }),
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
