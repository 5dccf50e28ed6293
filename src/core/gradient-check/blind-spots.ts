import { listed } from '../passes.ts'
import { type Warning, warning } from '../warnings.ts'
import type { Setup } from './setup.ts'
import { columnsOf } from './sizes.ts'

/** What a check on these inputs can not see. */
export interface BlindSpots {
  readonly warnings: readonly Warning[]
  /** Whether some gradient is (nearly) 0, whoever computes it. */
  readonly hides: boolean
  /** dx is (nearly) 0 in every channel, whatever x is: a passed check of it proves nothing. */
  readonly dxProvesNothing: boolean
}

/** How much of dout has to be left in dx: below it is a trace of eps, or of rounding, and what cancelled is not seen. */
const NEARLY = 2 ** -10

/** The ways in which these inputs hide mistakes. */
export function blindSpots(setup: Setup): BlindSpots {
  const { x, gamma, mode } = setup.inputs
  const training = mode === 'train'
  const zero = setup.dout.data.every((each) => each === 0)
  const hidden = training && !zero ? channelsInSpan(setup) : []
  const inSpan = x.n > 2 && hidden.length > 0
  const constant = training && x.n > 1 ? constantChannels(setup) : []
  const hiding = [
    ...(zero ? [warning('dout-zero')] : []),
    ...(training && x.n === 1 ? [warning('single-value')] : []),
    ...(training && x.n === 2 ? [warning('two-values')] : []),
    ...(inSpan ? [warning('dout-in-span', listed(hidden))] : []),
    ...(constant.length > 0 ? [warning('constant-channel', listed(constant))] : []),
  ]
  const warnings = [
    ...hiding,
    ...(gamma.data.every((each) => each === 1) ? [warning('gamma-ones')] : []),
    ...(x.n === x.d ? [warning('square-batch')] : []),
  ]
  return { warnings, hides: hiding.length > 0, dxProvesNothing: zero || hidden.length === x.d }
}

/**
 * The channels where dx / (gamma * ivar) = dout - mean(dout) - xhat * mean(dout * xhat) is next to nothing beside dout,
 * or gamma is 0. eps, if it counts, keeps xhat below length 1, and something of dout along it.
 */
function channelsInSpan({ inputs, xhat, sizes }: Setup): number[] {
  const { n, d } = inputs.x
  const { data: dout } = sizes.dout
  const of = (takeIn: (total: number, dout: number, k: number, j: number) => number) =>
    columnsOf(dout, n, d, takeIn)
  const mean = of((total, value) => total + value / n)
  const pull = of(
    (total, value, k, j) => total + ((value - (mean[j] as number)) * (xhat.data[k] as number)) / n,
  )
  const rest = of((most, value, k, j) => {
    const left = value - (mean[j] as number) - (xhat.data[k] as number) * (pull[j] as number)
    return Math.max(most, Math.abs(left))
  })
  const whole = of((most, value) => Math.max(most, Math.abs(value)))
  return [...inputs.gamma.data.keys()].filter(
    (j) => inputs.gamma.data[j] === 0 || (rest[j] as number) <= NEARLY * (whole[j] as number),
  )
}

function constantChannels({ vectors: { var: variance } }: Setup): number[] {
  return [...variance.hi.keys()].filter((j) => variance.hi[j] === 0)
}
