import type { Arithmetic } from '../arithmetics/arithmetic.ts'
import { type Conditioned, exactly, roundedOnce } from '../arithmetics/conditioned.ts'
import { rounded } from '../arithmetics/double-double.ts'
import { evaluate, formulaOf } from '../formula.ts'
import { backward } from '../fused/backward.ts'
import { forward } from '../fused/forward.ts'
import { type Matrix, type Shape, scalar } from '../matrix.ts'
import type { ForwardInputs } from '../passes.ts'
import type { Kept } from '../running.ts'
import { faulty, type Images } from './functions.ts'
import { type Line, type LineName, linesOf } from './lines.ts'

/** A layer on some inputs: its lines, what they read and do not make, and the arithmetic to run them in. */
export interface Layer {
  readonly shape: Shape
  readonly mode: 'train' | 'eval'
  readonly images: boolean
  readonly running: boolean
  readonly lines: readonly Line[]
  readonly arithmetic: Arithmetic<Conditioned>
  readonly inputs: ReadonlyMap<string, Conditioned>
}

/** What a layer is given. */
export interface LayerInputs extends ForwardInputs {
  /** (N,D); without it there is no backward pass. */
  readonly dout?: Matrix | undefined
  readonly kept?: Kept | undefined
  readonly images?: Images | undefined
}

/** @param single whether the layer to be judged computes in float32, to which its inputs are rounded first */
export function layerOf(given: LayerInputs, single: boolean): Layer {
  const { x, gamma, beta, eps, dout, mode, statistics, kept, images } = given
  const taken = single ? roundedOnce : exactly
  const old = kept ?? statistics
  const constants = {
    N: x.n,
    D: x.d,
    B: images?.count ?? x.n,
    ...(kept && { keep: kept.keep, bessel: kept.bessel }),
  }
  const inputs = new Map<string, Conditioned>([
    ...Object.entries({ x, gamma, beta, eps: scalar(eps), ...(dout && { dout }) }).map(
      ([name, value]) => [name, taken(value)] as const,
    ),
    ...Object.entries(constants).map(([name, value]) => [name, exactly(scalar(value))] as const),
    ...(old
      ? ([
          ['running_mean', taken(old.mean)],
          ['running_var', taken(old.var)],
        ] as const)
      : []),
  ])
  return {
    shape: { n: x.n, d: x.d },
    mode,
    images: images !== undefined && images.count < x.n,
    running: old !== undefined,
    lines: linesOf(mode, { running: kept !== undefined, backward: dout !== undefined }),
    arithmetic: faulty(x, images ?? { count: x.n, inner: 1 }),
    inputs,
  }
}

/** The same layer with some of its channels alone, for what each channel does by itself. */
export function narrowedTo(columns: readonly number[], layer: Layer): Layer {
  const inputs = [...layer.inputs].map(
    ([name, value]) => [name, picked(columns, value, layer.shape.d)] as const,
  )
  return {
    ...layer,
    shape: { n: layer.shape.n, d: columns.length },
    inputs: new Map(inputs),
  }
}

/** Some columns of a value with one for each channel; anything else as it is. */
export function picked(columns: readonly number[], value: Conditioned, d: number): Conditioned {
  if (value.d !== d || d === columns.length) return value
  const place = (k: number) =>
    Math.floor(k / columns.length) * d + (columns[k % columns.length] as number)
  const pick = (from: Float64Array) =>
    Float64Array.from({ length: value.n * columns.length }, (_, k) => from[place(k)] as number)
  return { n: value.n, d: columns.length, data: pick(value.data), error: pick(value.error) }
}

/** Values by name, as far as they have been made. */
export type Values = ReadonlyMap<string, Conditioned>

/** What a line comes to with some formula, from the values before it. What is too small for its shape repeats. */
export function runLine(
  { arithmetic, inputs, shape }: Layer,
  line: Line,
  formula: string,
  values: Values,
  constants?: Values,
): Conditioned {
  const lookUp = (name: string) => {
    const found = values.get(name) ?? constants?.get(name) ?? inputs.get(name)
    if (!found) throw new ReferenceError(`a layer has no ${name} at this point`)
    return found
  }
  return repeated(evaluate(formulaOf(formula), arithmetic, lookUp), {
    n: line.shape === '(N,D)' ? shape.n : 1,
    d: shape.d,
  })
}

function repeated(a: Conditioned, { n, d }: Shape): Conditioned {
  if (a.n >= n && a.d >= d) return a
  const whole = { n: Math.max(a.n, n), d: Math.max(a.d, d) }
  const at = (k: number) =>
    (a.n === 1 ? 0 : Math.floor(k / whole.d)) * a.d + (a.d === 1 ? 0 : k % whole.d)
  const spread = (from: Float64Array) =>
    Float64Array.from({ length: whole.n * whole.d }, (_, k) => from[at(k)] as number)
  return { ...whole, data: spread(a.data), error: spread(a.error) }
}

/** The right values of every line, and how far honest ones may lie off. */
export type Truth = ReadonlyMap<LineName, Conditioned>

/** All lines of a layer as they should be: the exact values, each rounded once, and how far honest ones may lie off. */
export function truthOf(layer: Layer, given: LayerInputs): Truth {
  const exact = new Map<string, Matrix>()
  const wanted = () => true
  for (const [name, value] of Object.entries({
    ...forward(given, wanted),
    ...(given.dout && backward(given, given.dout, wanted)),
  })) {
    exact.set(name, 'data' in value ? value : rounded(value))
  }
  const values = new Map<LineName, Conditioned>()
  for (const line of layer.lines) {
    const honest = runLine(layer, line, line.formula, values)
    const data = exact.get(line.name)?.data ?? honest.data
    values.set(line.name, { ...honest, data })
  }
  return values
}
