import type { Arithmetic } from '../arithmetics/arithmetic.ts'
import { type Conditioned, conditioned } from '../arithmetics/conditioned.ts'
import type { Shape } from '../matrix.ts'

/** How the rows of a matrix (N,D) lie in memory, where they are the pixels of images. */
export interface Images {
  /** The number of images, B. */
  readonly count: number
  /** How many numbers of one channel lie side by side: height times width, or 1 where the channels are the last axis. */
  readonly inner: number
}

/**
 * The arithmetic of mistakes: that of the circuit, and what only mistakes call. What leaves every channel by itself goes
 * by the channels it is given, which may be a few of all.
 */
export function faulty({ n, d }: Shape, { count, inner }: Images): Arithmetic<Conditioned> {
  /** Where the element in row i and column j lies. */
  const place = (i: number, j: number) => (Math.floor(i / inner) * d + j) * inner + (i % inner)
  return {
    ...conditioned,
    functions: {
      abs: (a) => each(a, Math.abs),
      sign: (a) => each(a, Math.sign),
      trunc: (a) => each(a, Math.trunc),
      across: acrossChannels,
      // NumPy takes a number for each example for one for each channel where there are as many of these.
      turned: (a) => (n === d && a.n === n && a.d === 1 ? { ...a, n: 1, d } : a),
      first: (a) => moved(a, { n, d: a.d }, (i, j) => (i === 0 ? [0, j] : undefined)),
      mixed: (a) => moved(a, { n, d }, (i, j) => rowAndColumn(i * d + j, d, inner)),
      unmixed: (a) =>
        moved(a, { n, d }, (i, j) => {
          const at = place(i, j)
          return [Math.floor(at / d), at % d]
        }),
      perPixel: (a) => perPixel(a, { n, d: a.d }, n / count),
    },
  }
}

/** The row and the column of what lies at `at`. */
function rowAndColumn(at: number, d: number, inner: number): [number, number] {
  const line = Math.floor(at / inner)
  return [Math.floor(line / d) * inner + (at % inner), line % d]
}

function each(a: Conditioned, operation: (x: number) => number): Conditioned {
  return { ...a, data: a.data.map(operation) }
}

/** The sum over the channels of every example, (N,1). */
function acrossChannels({ n, d, data, error }: Conditioned): Conditioned {
  const out = { n, d: 1, data: new Float64Array(n), error: new Float64Array(n) }
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < d; j++, k++) {
      out.data[i] += data[k]
      out.error[i] += error[k] + Math.sqrt(d) * Math.abs(data[k])
    }
  }
  return out
}

/** A matrix of this shape whose elements come from elsewhere in `a`, a single row of which repeats; 0 where from nowhere. */
function moved(
  a: Conditioned,
  { n, d }: Shape,
  from: (i: number, j: number) => readonly [number, number] | undefined,
): Conditioned {
  const out = { n, d, data: new Float64Array(n * d), error: new Float64Array(n * d) }
  for (let i = 0, o = 0; i < n; i++) {
    for (let j = 0; j < d; j++, o++) {
      const place = from(i, j)
      if (!place) continue
      const k = (a.n === 1 ? 0 : place[0] * a.d) + (a.d === 1 ? 0 : place[1])
      out.data[o] = a.data[k]
      out.error[o] = a.error[k]
    }
  }
  return out
}

/** In every row the sum over the rows of all images at the same pixel. */
function perPixel(a: Conditioned, { n, d }: Shape, pixels: number): Conditioned {
  const out = { n, d, data: new Float64Array(n * d), error: new Float64Array(n * d) }
  const rounding = Math.sqrt(n / pixels)
  for (let i = 0; i < n; i++) {
    for (let k = i % pixels; k < n; k += pixels) {
      for (let j = 0; j < d; j++) {
        const from = k * d + j
        out.data[i * d + j] += a.data[from]
        out.error[i * d + j] += a.error[from] + rounding * Math.abs(a.data[from])
      }
    }
  }
  return out
}
