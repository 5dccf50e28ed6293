import type { WideMatrix } from '../core/arithmetics/double-double.ts'
import type { Value } from '../core/graph.ts'
import type { Matrix } from '../core/matrix.ts'
import { narrowed } from '../core/narrowed.ts'
import { type Layout, toTensor } from '../formats/layout.ts'
import type { Tensor } from '../formats/tensor.ts'

/** Wanted values of a pass, by name, as they leave: matrices in x's shape again, vectors as they are. */
export function present<Name extends string>(
  pass: readonly Value<Name>[],
  values: Readonly<Partial<Record<Name, WideMatrix | Matrix>>>,
  layout: Layout,
  wanted: (name: Name) => boolean,
): Partial<Record<Name, Tensor | Matrix>> {
  const shown: Partial<Record<Name, Tensor | Matrix>> = {}
  for (const { name, shape } of pass) {
    if (!wanted(name)) continue
    const value = narrowed(name, values[name] as WideMatrix | Matrix, ['include'])
    shown[name] = shape === '(N,D)' ? toTensor(value, layout) : value
  }
  return shown
}
