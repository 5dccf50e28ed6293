import { type Line, wireName } from '../core/diagnosis/lines.ts'
import { type Submission, type Submitted, shapeOf } from '../core/diagnosis/submission.ts'
import { formulaOf, names } from '../core/formula.ts'
import { type Matrix, matrix, vector } from '../core/matrix.ts'
import { packAnything } from '../formats/anything.ts'
import { type Layout, toMatrix } from '../formats/layout.ts'
import { placeOf, type Tensor } from '../formats/tensor.ts'

/** The values of a submission, by the lines they belong to: whatever came under a line's name, read as far as it can be. */
export function readSubmission(
  submitted: Readonly<Record<string, unknown>>,
  lines: readonly Line[],
  layout: Layout,
): Submission {
  const values = lines.flatMap((line) => {
    const value = submitted[wireName(line.name)]
    // None, where a function has not been written yet, is null on the wire.
    return value === undefined || value === null
      ? []
      : [[line.name, read(value, line, layout)] as const]
  })
  return new Map(values)
}

function read(value: unknown, line: Line, layout: Layout): Submitted {
  const tensor = packAnything(value)
  if ('detail' in tensor) return { value: NOTHING, flaw: 'shape', detail: tensor.detail }
  const at = tensor.data.findIndex((number) => !Number.isFinite(number))
  if (at >= 0) {
    const where = tensor.shape.length > 0 ? ` at [${placeOf(at, tensor.shape).join(', ')}]` : ''
    return { value: NOTHING, flaw: 'not-finite', detail: `${notFinite(tensor.data[at])}${where}` }
  }
  const right = asExpected(tensor, line, layout)
  if (right) return { value: right }
  const expected = line.shape === '(N,D)' ? layout.shape : [layout.d]
  const detail = `has shape ${shown(tensor.shape)}, expected ${shown(expected)}`
  return { value: asItCame(tensor, line, layout) ?? NOTHING, flaw: 'shape', detail }
}

/** Bare words for numbers that are none have become null by now, whatever they were. */
function notFinite(number: number | undefined): string {
  return Number.isNaN(number) ? 'is NaN, Infinity or null' : `is ${number}`
}

const NOTHING: Matrix = matrix(0, 0)

const shown = (shape: readonly number[]) => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`

/** A value in the shape that it should have, or in one that is as good; undefined for any other. */
function asExpected(tensor: Tensor, line: Line, layout: Layout): Matrix | undefined {
  const { shape, data } = tensor
  const { n, d } = shapeOf(line, layout)
  if (line.shape === '(D)') return isVector(shape, d) ? vector(data) : undefined
  if (same(shape, layout.shape)) return toMatrix(tensor, layout)
  // The layer inside a spatial one sees the matrix.
  if (same(shape, [n, d])) return matrix(n, d, data)
  // A gradient that is the same for every example need not be written out for each.
  return isVector(shape, d) && isSpread(line) ? spread(vector(data), n) : undefined
}

/** With keepdims a vector keeps axes of length 1. */
function isVector(shape: readonly number[], length: number): boolean {
  return (
    shape.length > 0 && size(shape) === length && shape.filter((each) => each !== 1).length <= 1
  )
}

const VECTORS: ReadonlySet<string> = new Set(['dvar', 'dmu', 'N'])

/** Whether a value (N,D) is made of vectors alone, so that its rows are equal. */
function isSpread({ formula }: Line): boolean {
  return names(formulaOf(formula)).every((name) => VECTORS.has(name))
}

/** A value of another shape, as the mistakes that have that shape make it; undefined for one that nobody makes. */
function asItCame(tensor: Tensor, line: Line, layout: Layout): Matrix | undefined {
  const { shape, data } = tensor
  const { n, d, axis } = layout
  const rows = line.shape === '(N,D)' ? n : 1
  if (size(shape) === 1) return spread(vector(Array(d).fill(data[0])), rows)
  if (same(shape, layout.shape)) return toMatrix(tensor, layout)
  if (same(shape, [n, d])) return matrix(n, d, data)
  if (isVector(shape, d)) return spread(vector(data), rows)
  if (isVector(shape, n))
    return {
      n,
      d,
      data: Float64Array.from({ length: n * d }, (_, k) => data[Math.floor(k / d)] as number),
    }
  const images = layout.shape[0] as number
  const perImage = layout.shape.slice(1)
  if (axis > 0 && (same(shape, perImage) || same(shape, [1, ...perImage]))) {
    const every = Float64Array.from({ length: n * d }, (_, k) => data[k % data.length] as number)
    return images > 0 ? toMatrix({ shape: layout.shape, data: every }, layout) : undefined
  }
  return undefined
}

function spread({ d, data }: Matrix, n: number): Matrix {
  return { n, d, data: Float64Array.from({ length: n * d }, (_, k) => data[k % d] as number) }
}

const size = (shape: readonly number[]) => shape.reduce((product, each) => product * each, 1)
const same = (a: readonly number[], b: readonly number[]) => a.join() === b.join()
