import { rounded, type WideMatrix } from '../core/arithmetics/double-double.ts'
import { Refusal } from '../core/errors.ts'
import type { Value } from '../core/graph.ts'
import type { Matrix } from '../core/matrix.ts'
import { listed } from '../core/passes.ts'
import { type Layout, toTensor } from '../formats/layout.ts'
import type { Tensor } from '../formats/tensor.ts'

/**
 * A value of the circuit as float64 numbers, each rounded once.
 *
 * @throws Refusal `not-representable` when it lies beyond float64 in some channel
 */
export function narrowed(name: string, value: WideMatrix): Matrix {
  const matrix = rounded(value)
  const beyond = new Set<number>()
  for (let i = 0; i < matrix.data.length; i++) {
    if (!Number.isFinite(matrix.data[i])) beyond.add(i % matrix.d)
  }
  if (beyond.size === 0) return matrix
  throw new Refusal(
    'not-representable',
    `${name} lies beyond the range of float64 in ${listed([...beyond].sort((a, b) => a - b))}`,
    [{ detail: `${name} is too large for float64`, path: ['include'] }],
  )
}

/** Values of a pass, by name, as they leave: matrices in x's shape again, vectors as they are. */
export function present<Name extends string>(
  pass: readonly Value<Name>[],
  values: Readonly<Record<Name, WideMatrix>>,
  layout: Layout,
  wanted: (name: Name) => boolean,
): Partial<Record<Name, Tensor | Matrix>> {
  const shown: Partial<Record<Name, Tensor | Matrix>> = {}
  for (const { name, shape } of pass) {
    if (!wanted(name)) continue
    const value = narrowed(name, values[name])
    shown[name] = shape === '(N,D)' ? toTensor(value, layout) : value
  }
  return shown
}
