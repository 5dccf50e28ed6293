import type { BackwardReply, BackwardRequest } from '../../schemas/backward.ts'
import type { Cache } from '../../schemas/forward.ts'
import { backward } from '../core/fused/backward.ts'
import { backwardFrom } from '../core/fused/backward-from.ts'
import type { BackwardMatrix, FusedBackward } from '../core/fused/retrace.ts'
import { BACKWARD, type Mode } from '../core/graph.ts'
import { type Matrix, scalar } from '../core/matrix.ts'
import { narrowed } from '../core/narrowed.ts'
import { type Warning, warning } from '../core/warnings.ts'
import { type Layout, layoutOf, toMatrix, toTensor } from '../formats/layout.ts'
import type { Tensor } from '../formats/tensor.ts'
import { demandLength, demandShape, readInputs } from './circuit-inputs.ts'
import { present } from './present.ts'

interface Source {
  readonly mode: Mode
  readonly layout: Layout
  run(dout: Matrix, wanted: (name: BackwardMatrix) => boolean): FusedBackward
}

/** POST /v1/backward, steps 9 to 0. */
export function runBackward({ dout, include, ...request }: BackwardRequest): BackwardReply {
  const { mode, layout, run } = request.cache
    ? fromCache(request.cache)
    : fromInputs({ ...request, x: request.x as Tensor })
  demandShape(dout, layout.shape, ['dout'])
  const asked = new Set<string>(include)
  const shown = (name: string) => asked.has('steps') || asked.has(name)
  const values = run(toMatrix(dout, layout), shown)
  const steps = present(BACKWARD, values, layout, shown)
  return {
    dx: toTensor(narrowed('dx', values.dx), layout),
    dgamma: narrowed('dgamma', values.dgamma),
    dbeta: narrowed('dbeta', values.dbeta),
    ...(Object.keys(steps).length > 0 && { steps: steps as BackwardReply['steps'] }),
    warnings: warnings(layout, mode),
  }
}

/** Exact for x: the values of the forward pass keep their 32 digits. */
function fromInputs(request: Parameters<typeof readInputs>[0]): Source {
  const inputs = readInputs(request)
  const { mode, layout } = inputs
  return { mode, layout, run: (dout, wanted) => backward(inputs, dout, wanted) }
}

/** Exact for the numbers in the cache. */
function fromCache(cache: Cache): Source {
  const { xhat, xmu, eps, mode, channelAxis, ...vectors } = cache
  const layout = layoutOf(xhat.shape, channelAxis)
  demandShape(xmu, layout.shape, ['cache', 'xmu'])
  for (const [name, vector] of Object.entries(vectors))
    demandLength(vector, layout, ['cache', name])
  const matrices = {
    ...vectors,
    xhat: toMatrix(xhat, layout),
    xmu: toMatrix(xmu, layout),
    eps: scalar(eps),
  }
  return {
    mode,
    layout,
    run: (dout, wanted) => backwardFrom(matrices, dout, mode, wanted),
  }
}

function warnings({ n }: Layout, mode: Mode): Warning[] {
  return mode === 'train' && n === 1 ? [warning('single-value')] : []
}
