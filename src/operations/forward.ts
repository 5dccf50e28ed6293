import type { Cache, ForwardReply, ForwardRequest } from '../../schemas/forward.ts'
import { FORWARD } from '../core/graph.ts'
import { narrowed } from '../core/narrowed.ts'
import { type ForwardValues, forward, listed } from '../core/passes.ts'
import { updateRunning } from '../core/running.ts'
import { type Warning, warning } from '../core/warnings.ts'
import { toTensor } from '../formats/layout.ts'
import { type CircuitInputs, readInputs } from './circuit-inputs.ts'
import { present } from './present.ts'

/** POST /v1/forward, steps 1 to 9. */
export function runForward(request: ForwardRequest): ForwardReply {
  const inputs = readInputs(request)
  const { layout, mode } = inputs
  const values = forward(inputs)
  const asked = new Set<string>(request.include)
  const steps = present(FORWARD, values, layout, (name) => asked.has('steps') || asked.has(name))
  const learns = mode === 'train' && request.running !== undefined
  return {
    out: toTensor(narrowed('out', values.out), layout),
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

function cache(values: ForwardValues, { layout, gamma, eps, mode }: CircuitInputs): Cache {
  return {
    xhat: toTensor(narrowed('xhat', values.xhat, ['include']), layout),
    gamma,
    xmu: toTensor(narrowed('xmu', values.xmu, ['include']), layout),
    ivar: narrowed('ivar', values.ivar, ['include']),
    sqrtvar: narrowed('sqrtvar', values.sqrtvar, ['include']),
    var: narrowed('var', values.var, ['include']),
    eps,
    mode,
    channelAxis: layout.axis,
  }
}

function warnings({ var: variance }: ForwardValues, { layout, mode }: CircuitInputs): Warning[] {
  if (mode === 'eval') return []
  if (layout.n === 1) return [warning('single-value')]
  const constant = [...variance.hi.keys()].filter((j) => variance.hi[j] === 0)
  return constant.length > 0 ? [warning('constant-channel', listed(constant))] : []
}
