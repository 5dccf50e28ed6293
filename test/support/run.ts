import { rounded, type WideMatrix } from '../../src/core/arithmetics/double-double.ts'
import type { CacheName } from '../../src/core/circuit.ts'
import type { Mode } from '../../src/core/graph.ts'
import { type Matrix, matrix, vector } from '../../src/core/matrix.ts'
import * as core from '../../src/core/passes.ts'
import type { Batch } from './batches.ts'
import type { Inputs } from './exact.ts'

/** Evaluation where running statistics are given, training otherwise. */
export function modeOf({ running }: Inputs): Mode {
  return running ? 'eval' : 'train'
}

/** A row-major list (N,D) as a matrix of the core. */
export function rows(list: readonly number[], d: number): Matrix {
  return matrix(list.length / d, d, list)
}

/** The core's forward pass over a batch. */
export function forward(batch: Inputs): core.ForwardValues {
  const { x, gamma, beta, eps, running } = batch
  return core.forward({
    x: rows(x, gamma.length),
    gamma: vector(gamma),
    beta: vector(beta),
    eps,
    mode: modeOf(batch),
    statistics: running && { mean: vector(running.mean), var: vector(running.var) },
  })
}

/** What the core's forward pass leaves for its backward pass. */
export function cacheOf(batch: Inputs): core.WideCache {
  return core.cacheOf(forward(batch), { gamma: vector(batch.gamma), eps: batch.eps })
}

/** The core's backward pass over a batch. */
export function backward(batch: Batch): core.BackwardValues {
  return core.backward(rows(batch.dout, batch.gamma.length), cacheOf(batch), modeOf(batch))
}

/** The core's backward pass from a cache of float64 numbers, as it comes back from a client. */
export function backwardFrom(cache: Record<CacheName, Matrix>, batch: Batch): core.BackwardValues {
  const dout = rows(batch.dout, batch.gamma.length)
  return core.backward(dout, core.liftCache(cache), modeOf(batch))
}

/** Every value rounded to float64, by name. */
export function numbers<Name extends string>(
  values: Readonly<Record<Name, WideMatrix>>,
): Record<Name, Matrix> {
  const entries = Object.entries<WideMatrix>(values)
  return Object.fromEntries(entries.map(([name, value]) => [name, rounded(value)])) as Record<
    Name,
    Matrix
  >
}
