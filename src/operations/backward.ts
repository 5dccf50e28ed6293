import type { BackwardReply, BackwardRequest } from '../../schemas/backward.ts'
import type { Cache } from '../../schemas/forward.ts'
import { BACKWARD, type Mode } from '../core/graph.ts'
import { matrix } from '../core/matrix.ts'
import { narrowed } from '../core/narrowed.ts'
import { backward, cacheOf, forward, liftCache, type WideCache } from '../core/passes.ts'
import { type Warning, warning } from '../core/warnings.ts'
import { type Layout, layoutOf, toMatrix, toTensor } from '../formats/layout.ts'
import type { Tensor } from '../formats/tensor.ts'
import { demandLength, demandShape, readInputs } from './circuit-inputs.ts'
import { present } from './present.ts'

interface Source {
  readonly cache: WideCache
  readonly mode: Mode
  readonly layout: Layout
}

/** POST /v1/backward, steps 9 to 0. */
export function runBackward({ dout, include, ...request }: BackwardRequest): BackwardReply {
  const { cache, mode, layout } = request.cache
    ? fromCache(request.cache)
    : fromInputs({ ...request, x: request.x as Tensor })
  demandShape(dout, layout.shape, ['dout'])
  const values = backward(toMatrix(dout, layout), cache, mode)
  const asked = new Set<string>(include)
  const steps = present(BACKWARD, values, layout, (name) => asked.has('steps') || asked.has(name))
  return {
    dx: toTensor(narrowed('dx', values.dx), layout),
    dgamma: narrowed('dgamma', values.dgamma),
    dbeta: narrowed('dbeta', values.dbeta),
    ...(Object.keys(steps).length > 0 && { steps: steps as BackwardReply['steps'] }),
    warnings: warnings(layout, mode),
  }
}

/** Exact for x: the cache keeps its 32 digits. */
function fromInputs(request: Parameters<typeof readInputs>[0]): Source {
  const inputs = readInputs(request)
  return { cache: cacheOf(forward(inputs), inputs), mode: inputs.mode, layout: inputs.layout }
}

/** Exact for the numbers in the cache. */
function fromCache(cache: Cache): Source {
  const { xhat, xmu, eps, mode, channelAxis, ...vectors } = cache
  const layout = layoutOf(xhat.shape, channelAxis)
  demandShape(xmu, layout.shape, ['cache', 'xmu'])
  for (const [name, vector] of Object.entries(vectors))
    demandLength(vector, layout, ['cache', name])
  return {
    cache: liftCache({
      ...vectors,
      xhat: toMatrix(xhat, layout),
      xmu: toMatrix(xmu, layout),
      eps: matrix(1, 1, [eps]),
    }),
    mode,
    layout,
  }
}

function warnings({ n }: Layout, mode: Mode): Warning[] {
  return mode === 'train' && n === 1 ? [warning('single-value')] : []
}
