import type { Matrix } from '../matrix.ts'
import type { LineName } from './lines.ts'

/**
 * A gradient dx as a combination of the three terms of the closed form, per channel:
 *
 *   a * ivar * dxhat + b * ivar * mean(dxhat) + c * ivar * xhat * mean(dxhat * xhat)
 *
 * Right code comes to a = 1, b = c = -1, and nearly every wrong dx comes to some other three numbers, which tell what was
 * forgotten: c = 0 for the variance, b = 0 for the mean, c = -N for a division.
 */
export interface Fit {
  /** Each (1,D). */
  readonly a: Matrix
  readonly b: Matrix
  readonly c: Matrix
  /** The 2-norm of what the three terms leave of dx, over that of dx. */
  readonly residual: number
}

/**
 * Fits the three terms to a dx by least squares. dxhat, less its mean and its part along xhat, is orthogonal to the other
 * two terms, and these to one another; so each factor is one quotient.
 *
 * @param dx (N,D), as submitted
 * @param right the right values: dxhat, xhat, ivar
 * @returns undefined when in some channel the terms can't be told apart
 */
export function fitTerms(dx: Matrix, right: ReadonlyMap<LineName, Matrix>): Fit | undefined {
  const [dxhat, xhat, ivar] = (['dxhat', 'xhat', 'ivar'] as const).map((name) => right.get(name))
  if (!dxhat || !xhat || !ivar) return undefined
  const { n, d } = dx
  const [a, b, c] = [0, 0, 0].map(() => new Float64Array(d)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let [left, whole] = [0, 0]
  for (let j = 0; j < d; j++) {
    const of = ({ data }: Matrix) => Array.from({ length: n }, (_, i) => data[i * d + j])
    const [g, h, s, u] = [of(dxhat), of(xhat), of(dx), ivar.data[j]]
    const [meanOfG, meanOfS] = [mean(g), mean(s)]
    const length = dot(h, h)
    const [alongG, alongS] = [dot(g, h) / length, dot(s, h) / length]
    const rest = g.map((v, i) => v - meanOfG - h[i] * alongG)
    a[j] = dot(s, rest) / dot(rest, rest) / u
    b[j] = meanOfS / u / meanOfG - a[j]
    c[j] = (alongS / u - a[j] * alongG) / (dot(g, h) / n)
    const made = g.map((v, i) => u * (a[j] * v + b[j] * meanOfG + c[j] * h[i] * (dot(g, h) / n)))
    left += made.reduce((sum, v, i) => sum + (s[i] - v) ** 2, 0)
    whole += dot(s, s)
    const tellsApart =
      dot(rest, rest) > NEARLY ** 2 * dot(g, g) &&
      Math.abs(meanOfG) > NEARLY * Math.sqrt(dot(g, g) / n)
    if (!tellsApart || ![a[j], b[j], c[j]].every(Number.isFinite)) return undefined
  }
  const residual = whole === 0 ? 0 : Math.sqrt(left / whole)
  const vector = (data: Float64Array): Matrix => ({ n: 1, d, data })
  return Number.isFinite(residual)
    ? { a: vector(a), b: vector(b), c: vector(c), residual }
    : undefined
}

/** A term this much smaller than dxhat has no factor worth telling. */
const NEARLY = 2 ** -20

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, v, i) => sum + v * (b[i] as number), 0)
const mean = (a: readonly number[]) => a.reduce((sum, v) => sum + v, 0) / a.length
