import { listed } from '../errors.ts'
import { type Warning, warning } from '../warnings.ts'
import type { Setup } from './setup.ts'

/** What a check on these inputs can not see. */
export interface BlindSpots {
  readonly warnings: readonly Warning[]
  /** Those of them which say that some gradient is (nearly) 0, whoever computes it. */
  readonly hiding: readonly Warning[]
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
  return { warnings, hiding, dxProvesNothing: zero || hidden.length === x.d }
}

/**
 * The channels where dx / (gamma * ivar) = dout - mean(dout) - xhat * mean(dout * xhat) is next to nothing beside dout,
 * or gamma is 0. eps, if it counts, keeps xhat below length 1, and something of dout along it.
 */
function channelsInSpan({ inputs, xhat: { data: xhat }, sizes }: Setup): number[] {
  const { n, d } = inputs.x
  const { data: dout } = sizes.dout
  const { total, pull, largest } = sizes.sums
  const left = new Float64Array(d)
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j < d; j++, k++) {
      const dx = dout[k] - total[j] / n - (xhat[k] * pull[j]) / n
      left[j] = Math.max(left[j], Math.abs(dx))
    }
  }
  return [...inputs.gamma.data.keys()].filter(
    (j) => inputs.gamma.data[j] === 0 || left[j] <= NEARLY * largest[j],
  )
}

function constantChannels({ vectors: { var: variance } }: Setup): number[] {
  return [...variance.hi.keys()].filter((j) => variance.hi[j] === 0)
}
