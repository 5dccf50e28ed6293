import type { Conditioned } from '../arithmetics/conditioned.ts'
import { listed } from '../errors.ts'
import { type Warning, type WarningCode, warning } from '../warnings.ts'
import type { Closeness } from './closeness.ts'
import type { Layer, Truth } from './layer.ts'
import type { LineName } from './lines.ts'

/** How much of something has to be left beside the rest: below it is a trace of eps, or of rounding. */
const NEARLY = 2 ** -10

/** Why mistakes may go unseen on these inputs. */
export function inputWarnings(layer: Layer, truth: Truth, closeness: Closeness): Warning[] {
  const { shape, mode } = layer
  const of = (name: string) =>
    (truth.get(name as LineName) ?? layer.inputs.get(name)) as Conditioned
  const every = (name: string, holds: (v: number, channel: number) => boolean) =>
    of(name).data.every((v, k) => holds(v, k % shape.d))
  const training = mode === 'train'
  const variance = of('var')
  const eps = of('eps').data[0]
  const backward = layer.inputs.has('dout')
  const zero = backward && every('dout', (v) => v === 0)
  const constant = training && shape.n > 1 ? channels(variance, (v) => v === 0) : []
  const spanned = training && backward && shape.n > 2 && !zero ? channelsInSpan(of) : []
  const says = (code: WarningCode, holds: boolean, where?: readonly number[]) =>
    holds ? [warning(code, where && listed(where))] : []
  return [
    ...says('dout-zero', zero),
    ...says('single-value', training && shape.n === 1),
    ...says('two-values', training && shape.n === 2),
    ...says('dout-in-span', spanned.length > 0, spanned),
    ...says('constant-channel', constant.length > 0, constant),
    ...says(
      'gamma-ones',
      every('gamma', (v) => v === 1),
    ),
    ...says(
      'beta-zeros',
      every('beta', (v) => v === 0),
    ),
    ...says('square-batch', shape.n === shape.d),
    ...says(
      'means-zero',
      every('mu', (v, j) => Math.abs(v) <= NEARLY * Math.sqrt(variance.data[j])),
    ),
    ...says(
      'deviations-one',
      every('sqrtvar', (v) => Math.abs(v - 1) <= NEARLY),
    ),
    ...says(
      'eps-too-small',
      every('var', (v) => eps <= 2 * v * finest(closeness)),
    ),
  ]
}

/** The smallest relative difference that is more than rounding, roughly. */
function finest({ roundoff, tolerance }: Closeness): number {
  return tolerance ? tolerance.rtol : 32 * roundoff
}

function channels({ data }: Conditioned, holds: (v: number) => boolean): number[] {
  return [...data.keys()].filter((j) => holds(data[j]))
}

/** The channels where dx is next to nothing beside what it would be if mean and variance were constants. */
function channelsInSpan(of: (name: string) => Conditioned): number[] {
  const [dx, direct] = [largestOf(of('dx')), largestOf(of('dxmu1'))]
  return [...dx.keys()].filter((j) => dx[j] <= NEARLY * direct[j])
}

/** The largest size in each channel. */
function largestOf({ d, data }: Conditioned): Float64Array {
  const largest = new Float64Array(d)
  for (let k = 0; k < data.length; k++) {
    largest[k % d] = Math.max(largest[k % d], Math.abs(data[k]))
  }
  return largest
}
