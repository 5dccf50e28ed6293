import type { FigureRequest } from '../../schemas/figure.ts'
import type { WideMatrix } from '../core/arithmetics/double-double.ts'
import type { Drawn } from '../core/figure.ts'
import { backward } from '../core/fused/backward.ts'
import { forward } from '../core/fused/forward.ts'
import { BACKWARD, FORWARD, INPUTS, type Value } from '../core/graph.ts'
import { type Matrix, scalar } from '../core/matrix.ts'
import { narrowed } from '../core/narrowed.ts'
import { norm } from '../core/norm.ts'
import { type Layout, toMatrix } from '../formats/layout.ts'
import { demandShape, readInputs } from './circuit-inputs.ts'
import { free } from './free.ts'

/** What a figure shows of a value. */
type Size = NonNullable<Drawn['values']>[string]
type Known = Readonly<Record<string, Matrix | WideMatrix | undefined>>

/**
 * Every value of the circuit by its shape and norm; those of the backward pass where there is a dout.
 *
 * @throws Refusal as readInputs does; `shape` when dout has not x's shape, `singular`, `not-representable`
 */
export function valuesOf({ dout: above, ...request }: FigureRequest): Record<string, Size> {
  const { layout, ...inputs } = readInputs(request)
  if (above) demandShape(above, layout.shape, ['dout'])
  const dout = above && toMatrix(above, layout)
  const { x, gamma, beta, eps } = inputs
  return {
    ...sizesOf(INPUTS, { x, gamma, beta, dout, eps: scalar(eps) }, layout),
    ...spent(
      FORWARD,
      forward(inputs, () => true),
      layout,
    ),
    ...(dout &&
      spent(
        BACKWARD,
        backward(inputs, dout, () => true),
        layout,
      )),
  }
}

/** The sizes of values that nobody needs any more: one pass has to fit into memory, not both. */
function spent(pass: readonly Value[], values: Known, layout: Layout): Record<string, Size> {
  const sizes = sizesOf(pass, values, layout)
  free(values)
  return sizes
}

function sizesOf(
  values: readonly Pick<Value, 'name' | 'shape'>[],
  known: Known,
  { shape, d }: Layout,
): Record<string, Size> {
  const shapes = { '(N,D)': shape, '(D)': [d], '()': [] }
  const sizes = values.flatMap((each) => {
    const value = known[each.name]
    if (!value) return []
    const size = { shape: shapes[each.shape], norm: norm(narrowed(each.name, value)) }
    return [[each.name, size] as const]
  })
  return Object.fromEntries(sizes)
}
