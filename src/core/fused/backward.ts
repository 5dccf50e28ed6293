import type { Matrix } from '../matrix.ts'
import * as table from '../passes.ts'
import { load } from './blocks.ts'
import { type BackwardMatrix, type FusedBackward, retraced, type Source } from './retrace.ts'
import { channelsOf, forwardVectors, measure } from './statistics.ts'
import { someChannels, someColumns } from './strays.ts'
import type { Sweeps } from './sweeps.ts'
import { theSweeps } from './the-sweeps.ts'

/**
 * The backward pass from what the forward pass read, its values carried on with all of their 32 digits.
 *
 * @param dout (N,D), the gradient of the loss with respect to out
 * @param wanted which of the matrices to return beside dx
 * @throws Refusal `singular` when var + eps is 0 in some channel
 */
export function backward(
  inputs: table.ForwardInputs,
  dout: Matrix,
  wanted: (name: BackwardMatrix) => boolean,
  sweeps: Sweeps = theSweeps(),
): FusedBackward {
  const { x, gamma, eps, mode } = inputs
  const vectors = forwardVectors(x.d)
  const channels = channelsOf(x.d)
  const source: Source = {
    ...{ mode, dout, gamma, eps, vectors, channels },
    givesXhat: false,
    prepare(block, hi, lo) {
      load(block, hi, x)
      measure(block, hi, lo, { inputs, vectors, channels, sweeps })
    },
    table(strays) {
      const some = someChannels(inputs, strays)
      const cache = table.cacheOf(table.forward(some), some)
      return table.backward(someColumns(dout, strays), cache, mode)
    },
  }
  return retraced(source, wanted, sweeps, () =>
    table.refuseSingular('var + eps', vectors.sqrtvar, ['eps'], 'give a larger eps'),
  )
}
