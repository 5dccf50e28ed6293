import type { CacheName } from '../../src/core/circuit.ts'
import type { Matrix } from '../../src/core/matrix.ts'
import type { Batch } from './batches.ts'
import { type Cache, exactBackward, exactCache, exactForward, givenCache } from './exact.ts'
import { backward, backwardFrom, forward, modeOf, numbers } from './run.ts'
import { compare, type Verdict } from './ulp.ts'

/** All 23 values of a batch beside the exact ones. */
export function bothPasses(batch: Batch): Verdict {
  const exact = exactForward(batch)
  const gradients = exactBackward(batch.dout, exactCache(exact, batch), modeOf(batch))
  return compare(lists({ ...forward(batch), ...backward(batch) }), { ...exact, ...gradients })
}

/** The 14 gradients from a cache of float64 numbers, beside the exact ones for these numbers. */
export function backwardPass(batch: Batch, cache: Record<CacheName, Matrix>): Verdict {
  const given = Object.entries(cache).map(([name, { data }]) => [name, [...data]])
  const exact = givenCache(Object.fromEntries(given) as Cache<number>)
  const gradients = exactBackward(batch.dout, exact, modeOf(batch))
  return compare(lists(backwardFrom(cache, batch)), gradients)
}

function lists(values: Parameters<typeof numbers>[0]): Record<string, ArrayLike<number>> {
  const entries = Object.entries(numbers(values)).map(([name, { data }]) => [name, data])
  return Object.fromEntries(entries)
}
