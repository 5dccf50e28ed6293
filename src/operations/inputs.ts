import type { InputsReply, InputsRequest } from '../../schemas/inputs.ts'
import { Refusal } from '../core/errors.ts'
import { TELLING_EPS } from '../core/inputs/discriminating.ts'
import { hidden } from '../core/inputs/hidden.ts'
import type { Inputs } from '../core/inputs/inputs.ts'
import { KINDS, type Kind } from '../core/inputs/kinds.ts'
import { narrowed } from '../core/narrowed.ts'
import { CONVENTIONS, type Convention, type RunningState } from '../core/running.ts'
import { layoutOf } from '../formats/layout.ts'

/** POST /v1/inputs. */
export function runInputs(request: InputsRequest): InputsReply {
  const { kind: name, seed, shape, channelAxis, mode, convention } = request
  const kind: Kind = KINDS[name]
  const layout = layoutOf(shape, channelAxis)
  if (!kind.scales) refuseScales(request)
  const { scale = 1, shift = 0 } = request
  const { x, gamma, beta, dout, running } = kind.draw(seed, layout, { scale, shift })
  const eps = request.eps ?? (kind.scales ? CONVENTIONS[convention].eps : TELLING_EPS)
  const images = shape.length > 2 && layout.axis > 0 ? (shape[0] as number) : layout.n
  narrowed('x', { n: layout.n, d: layout.d, data: x }, ['scale'])
  return {
    ...{ kind: name, seed, x: { shape, data: x }, gamma, beta, eps },
    ...{ dout: { shape, data: dout }, mode, channelAxis },
    running: kept(running, convention),
    warnings: kind.scales ? [] : hidden({ n: layout.n, d: layout.d, images, eps, mode }),
  }
}

/** @throws Refusal `invalid` for a scale or a shift of inputs that have their own */
function refuseScales({ kind, ...request }: InputsRequest): void {
  const path = (['scale', 'shift'] as const).filter((name) => request[name] !== undefined)
  if (path.length === 0) return
  const detail = `kind "${kind}" has scales of its own`
  throw new Refusal(
    'invalid',
    detail,
    path.map((name) => ({ detail, path: [name] })),
  )
}

/** The part of the old statistics that the next batch leaves: enough for both to be seen, and not half. */
const KEEP = { keep: 0.9, replace: 0.1, cumulative: null } as const
/** For a plain average the same comes of nine batches. */
const COUNT = 9

/** @throws Refusal `not-representable` when a scale takes them beyond float64 */
function kept(
  { mean, var: variance }: Inputs['running'],
  name: InputsRequest['convention'],
): RunningState {
  const { update }: Convention = CONVENTIONS[name]
  return {
    convention: name,
    mean: narrowed('running.mean', mean, ['scale']),
    var: narrowed('running.var', variance, ['scale']),
    momentum: KEEP[update],
    count: COUNT,
  }
}

/** In passes of the circuit: a logarithm for every other number is what draws cost. */
export function inputsWork({ shape }: InputsRequest): number {
  return 4 * shape.reduce((product, size) => product * size, 1)
}
