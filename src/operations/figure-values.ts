import type { FigureRequest } from '../../schemas/figure.ts'
import type { WideMatrix } from '../core/arithmetics/double-double.ts'
import type { Drawn } from '../core/figure.ts'
import { backward } from '../core/fused/backward.ts'
import { forward } from '../core/fused/forward.ts'
import { BACKWARD, FORWARD, INPUTS, type ShapeName } from '../core/graph.ts'
import { type Matrix, scalar } from '../core/matrix.ts'
import { narrowed } from '../core/narrowed.ts'
import { norm } from '../core/norm.ts'
import { type Layout, toMatrix } from '../formats/layout.ts'
import { demandShape, readInputs } from './circuit-inputs.ts'

/** What a figure shows of a value. */
type Size = NonNullable<Drawn['values']>[string]

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
  const known: Readonly<Record<string, Matrix | WideMatrix | undefined>> = {
    ...{ x, gamma, beta, dout, eps: scalar(eps) },
    ...forward(inputs, () => true),
    ...(dout && backward(inputs, dout, () => true)),
  }
  const drawn = [...INPUTS, ...FORWARD, ...BACKWARD].flatMap(({ name, shape }) => {
    const value = known[name]
    return value ? [[name, sizeOf(narrowed(name, value), shape, layout)] as const] : []
  })
  return Object.fromEntries(drawn)
}

function sizeOf(value: Matrix, shape: ShapeName, layout: Layout): Size {
  const shapes = { '(N,D)': layout.shape, '(D)': [layout.d], '()': [] }
  return { shape: shapes[shape], norm: norm(value) }
}
