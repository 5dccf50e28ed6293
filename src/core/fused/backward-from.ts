import * as dd from '../arithmetics/dd.ts'
import { doubleDouble } from '../arithmetics/double-double.ts'
import type { CacheName } from '../circuit.ts'
import type { Mode } from '../graph.ts'
import type { Matrix } from '../matrix.ts'
import * as table from '../passes.ts'
import { type Block, load } from './blocks.ts'
import { type BackwardMatrix, type FusedBackward, retraced, type Source } from './retrace.ts'
import { exponentFor, fits, narrow, power } from './scale.ts'
import { type Channels, channelsOf, type ForwardVectors, forwardVectors } from './statistics.ts'
import { someColumns } from './strays.ts'
import { SLOTS, type Sweeps, slotsOf } from './sweeps.ts'
import { theSweeps } from './the-sweeps.ts'

const { LARGEST, LEAST, X_FACTOR, IVAR, XHAT_FACTOR } = SLOTS

/** A cache of float64 numbers, as it comes back from a client. */
export type PlainCache = Readonly<Record<CacheName, Matrix>>

/**
 * The backward pass from a cache of float64 numbers, exact for these numbers.
 *
 * @param dout (N,D), the gradient of the loss with respect to out
 * @param wanted which of the matrices to return beside dx
 * @throws Refusal `singular` when sqrtvar or var + eps is 0
 */
export function backwardFrom(
  cache: PlainCache,
  dout: Matrix,
  mode: Mode,
  wanted: (name: BackwardMatrix) => boolean,
  sweeps: Sweeps = theSweeps(),
): FusedBackward {
  const { gamma } = cache
  const [eps] = cache.eps.data
  const { d } = dout
  const vectors = forwardVectors(d)
  for (let j = 0; j < d; j++) {
    dd.set(vectors.var, j, cache.var.data[j])
    dd.set(vectors.sqrtvar, j, cache.sqrtvar.data[j])
    dd.set(vectors.ivar, j, cache.ivar.data[j])
  }
  table.refuseSingularCache({ ...vectors, eps: doubleDouble.lift(cache.eps) })
  const channels = channelsOf(d)
  const source: Source = {
    ...{ mode, dout, gamma, eps, vectors, channels },
    givesXhat: true,
    prepare(block, hi, lo, xhatAt) {
      load(block, hi, cache.xmu)
      load(block, xhatAt, cache.xhat)
      ready(block, hi, xhatAt, vectors, channels, sweeps)
      sweeps.centre(block.n, block.w, block.columns, hi, lo)
    },
    table(strays) {
      const some = Object.entries(cache).map(([name, value]) => [
        name,
        name === 'eps' ? value : someColumns(value, strays),
      ])
      const lifted = table.liftCache(Object.fromEntries(some) as PlainCache)
      return table.backward(someColumns(dout, strays), lifted, mode)
    },
  }
  return retraced(source, wanted, sweeps, () => {})
}

/** Makes the columns of a block ready for the xmu and xhat of a cache, which begin at `xmu` and `xhat`. */
function ready(
  block: Block,
  xmu: number,
  xhat: number,
  { sqrtvar, ivar }: ForwardVectors,
  channels: Channels,
  sweeps: Sweeps,
): void {
  const { heap, n, first, width, w, columns } = block
  const exponentsOf = (at: number, exponents: number[], factor: number, given: boolean) => {
    sweeps.total(n, w, columns, at)
    for (let j = 0; j < width; j++) {
      const s = slotsOf(columns, j)
      if (!given) exponents[first + j] = exponentFor(heap[s + LARGEST])
      const exponent = exponents[first + j]
      if (!fits(heap[s + LARGEST], heap[s + LEAST], exponent)) channels.strays.add(first + j)
      heap[s + factor] = power(-exponent)
    }
  }
  for (let j = first; j < first + width; j++) {
    channels.x[j] = exponentFor(dd.round(sqrtvar, j))
    const size = Math.abs(dd.round(ivar, j))
    const apart = size === 0 ? 0 : Math.abs(exponentFor(size) + channels.x[j])
    if (apart > 60) channels.strays.add(j)
  }
  exponentsOf(xhat, channels.xhat, XHAT_FACTOR, false)
  exponentsOf(xmu, channels.x, X_FACTOR, true)
  for (let j = 0; j < width; j++) {
    narrow(heap, slotsOf(columns, j) + IVAR, ivar, first + j, -channels.x[first + j])
  }
}
