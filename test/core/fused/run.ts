import { rounded, type WideMatrix } from '../../../src/core/arithmetics/double-double.ts'
import type { CacheName } from '../../../src/core/circuit.ts'
import { backward } from '../../../src/core/fused/backward.ts'
import { backwardFrom } from '../../../src/core/fused/backward-from.ts'
import { forward } from '../../../src/core/fused/forward.ts'
import type { Sweeps } from '../../../src/core/fused/sweeps.ts'
import { plainSweeps } from '../../../src/core/fused/twin.ts'
import { fusingSweeps, vectorSweeps } from '../../../src/core/fused/wasm.ts'
import { type Matrix, vector } from '../../../src/core/matrix.ts'
import type { ForwardInputs } from '../../../src/core/passes.ts'
import type { Batch } from '../../support/batches.ts'
import * as table from '../../support/run.ts'

/** Values by name, as float64 numbers. */
export type Numbers = Readonly<Record<string, ArrayLike<number>>>

/** Every way to run the sweeps on this machine. */
export const SWEEPS: Readonly<Record<string, Sweeps>> = Object.fromEntries(
  Object.entries({
    'the twin': plainSweeps(),
    'the kernel with vectors': vectorSweeps(),
    'the kernel with fused operations': fusingSweeps(),
  }).filter(([, sweeps]) => sweeps),
) as Record<string, Sweeps>

/** A batch as the core takes it. */
export function inputsOf({ x, gamma, beta, eps, running }: Batch): ForwardInputs {
  return {
    x: table.rows(x, gamma.length),
    gamma: vector(gamma),
    beta: vector(beta),
    eps,
    mode: table.modeOf({ x, gamma, beta, eps, ...(running && { running }) }),
    statistics: running && { mean: vector(running.mean), var: vector(running.var) },
  }
}

/** Wide values rounded, all others as they are. */
export function numbersOf(values: Readonly<Partial<Record<string, WideMatrix | Matrix>>>): Numbers {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value ? [[name, 'data' in value ? value.data : rounded(value).data]] : [],
  )
  return Object.fromEntries(entries)
}

const all = () => true

/** All 23 values of a batch, by the table. */
export function byTable(batch: Batch): Numbers {
  return numbersOf({ ...table.forward(batch), ...table.backward(batch) })
}

/** All 23 values of a batch, fused. */
export function fused(batch: Batch, sweeps: Sweeps): Numbers {
  const inputs = inputsOf(batch)
  const dout = table.rows(batch.dout, batch.gamma.length)
  return numbersOf({ ...forward(inputs, all, sweeps), ...backward(inputs, dout, all, sweeps) })
}

export type PlainCache = Readonly<Record<CacheName, Matrix>>

/** The 14 gradients from a cache of float64 numbers, by the table. */
export function byTableFrom(cache: PlainCache, batch: Batch): Numbers {
  return numbersOf(table.backwardFrom(cache, batch))
}

/** The 14 gradients from a cache of float64 numbers, fused. */
export function fusedFrom(cache: PlainCache, batch: Batch, sweeps: Sweeps): Numbers {
  const dout = table.rows(batch.dout, batch.gamma.length)
  return numbersOf(backwardFrom(cache, dout, table.modeOf(batch), all, sweeps))
}

/** Which numbers of two sets are not the same float64 (0 and -0 are two), in words; at most a few. */
export function differences(found: Numbers, expected: Numbers): string[] {
  const names = new Set([...Object.keys(found), ...Object.keys(expected)])
  return [...names]
    .flatMap((name) => {
      const [a, b] = [found[name], expected[name]]
      if (!a || !b || a.length !== b.length) return [`${name} is not there, or not as long`]
      const at = Array.from(b).findIndex((value, k) => !Object.is(value, a[k]))
      return at < 0 ? [] : [`${name}[${at}] is ${a[at]} instead of ${b[at]}`]
    })
    .slice(0, 5)
}

/** Numbers between -4 and 4 that look random, always the same ones. */
export function numbers(length: number, seed = 1): number[] {
  let state = seed
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const high = state
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (high * 2 ** 21 + (state >>> 11)) * 2 ** -50 - 4
  })
}

/** An ordinary batch of this shape. */
export function ordinary(n: number, d: number, seed = 1): Batch {
  return {
    x: numbers(n * d, seed),
    gamma: numbers(d, seed + 1),
    beta: numbers(d, seed + 2),
    dout: numbers(n * d, seed + 3),
    eps: 1e-5,
  }
}
