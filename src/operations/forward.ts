import type { Cache, ForwardReply, ForwardRequest } from '../../schemas/forward.ts'
import { zeroColumns } from '../core/arithmetics/double-double.ts'
import { listed } from '../core/errors.ts'
import { type FusedForward, forward } from '../core/fused/forward.ts'
import { FORWARD } from '../core/graph.ts'
import type { Matrix } from '../core/matrix.ts'
import { narrowed } from '../core/narrowed.ts'
import { updateRunning } from '../core/running.ts'
import { type Warning, warning } from '../core/warnings.ts'
import { toTensor } from '../formats/layout.ts'
import { type CircuitInputs, readInputs } from './circuit-inputs.ts'
import { present } from './present.ts'

/** POST /v1/forward, steps 1 to 9. */
export function runForward(request: ForwardRequest): ForwardReply {
  const inputs = readInputs(request)
  const { layout, mode } = inputs
  const asked = new Set<string>(request.include)
  const shown = (name: string) => asked.has('steps') || asked.has(name)
  const values = forward(
    inputs,
    (name) => name === 'out' || shown(name) || (asked.has('cache') && CACHED.has(name)),
  )
  const steps = present(FORWARD, values, layout, shown)
  const learns = mode === 'train' && request.running !== undefined
  return {
    out: toTensor(narrowed('out', values.out as Matrix), layout),
    ...(asked.has('cache') && { cache: cache(values, inputs) }),
    ...(learns && {
      running: updateRunning(request.running ?? {}, {
        mean: values.mu,
        variance: values.var,
        n: layout.n,
      }),
    }),
    ...(Object.keys(steps).length > 0 && { steps: steps as ForwardReply['steps'] }),
    warnings: warnings(values, inputs),
  }
}

/** The matrices of the cache. */
const CACHED = new Set<string>(['xhat', 'xmu'])

function cache(values: FusedForward, { layout, gamma, eps, mode }: CircuitInputs): Cache {
  return {
    xhat: toTensor(narrowed('xhat', values.xhat as Matrix, ['include']), layout),
    gamma,
    xmu: toTensor(narrowed('xmu', values.xmu as Matrix, ['include']), layout),
    ivar: narrowed('ivar', values.ivar, ['include']),
    sqrtvar: narrowed('sqrtvar', values.sqrtvar, ['include']),
    var: narrowed('var', values.var, ['include']),
    eps,
    mode,
    channelAxis: layout.axis,
  }
}

function warnings({ var: variance }: FusedForward, { layout, mode }: CircuitInputs): Warning[] {
  if (mode === 'eval') return []
  if (layout.n === 1) return [warning('single-value')]
  const constant = zeroColumns(variance)
  return constant.length > 0 ? [warning('constant-channel', listed(constant))] : []
}
