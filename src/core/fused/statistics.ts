import * as dd from '../arithmetics/dd.ts'
import type { WideMatrix } from '../arithmetics/double-double.ts'
import { zeros } from '../memory.ts'
import { type ForwardInputs, statisticsOf } from '../passes.ts'
import type { Block } from './blocks.ts'
import { exponentFor, exponentOf, fits, narrow, power, widen } from './scale.ts'
import { LO, SLOTS, type Sweeps, slotsOf } from './sweeps.ts'

const { ORIGIN, SUM, LARGEST, LEAST, X_FACTOR, CENTRE, MINUS_MU, IVAR } = SLOTS

/** The vectors (1,D) of the forward pass, wide: the sums by the sweeps, the rest by the table's own arithmetic. */
export type ForwardVectors = Readonly<Record<'mu' | 'var' | 'sqrtvar' | 'ivar', WideMatrix>>

/** What each channel is divided by, as exponents of two, and which channels the sweeps can't take. */
export interface Channels {
  readonly x: number[]
  readonly gamma: number[]
  readonly dout: number[]
  readonly xhat: number[]
  readonly strays: Set<number>
}

export function channelsOf(d: number): Channels {
  const exponents = () => new Array<number>(d).fill(0)
  return {
    x: exponents(),
    gamma: exponents(),
    dout: exponents(),
    xhat: exponents(),
    strays: new Set(),
  }
}

export function forwardVectors(d: number): ForwardVectors {
  return wideVectors(['mu', 'var', 'sqrtvar', 'ivar'], d)
}

/** Vectors (1,D) of zeros, in one piece of memory. */
export function wideVectors<Name extends string>(
  names: readonly Name[],
  d: number,
): Record<Name, WideMatrix> {
  const each = 2 * d + Math.ceil(d / 2)
  const { buffer, byteOffset } = zeros(names.length * each)
  const vectors = {} as Record<Name, WideMatrix>
  for (let v = 0; v < names.length; v++) {
    const at = byteOffset + 8 * each * v
    vectors[names[v] as Name] = {
      n: 1,
      d,
      hi: new Float64Array(buffer, at, d),
      lo: new Float64Array(buffer, at + 8 * d, d),
      k: new Int32Array(buffer, at + 16 * d, d),
    }
  }
  return vectors
}

/** A number as the one cell there is. */
export function constant(value: number): dd.Cells {
  const cell = dd.cells(1)
  dd.set(cell, 0, value)
  return cell
}

export const ZERO = constant(0)
const ONE = constant(1)

/** What a fused pass works on, block after block. */
export interface Work {
  readonly inputs: ForwardInputs
  readonly vectors: ForwardVectors
  readonly channels: Channels
  readonly sweeps: Sweeps
}

/**
 * Steps 1 to 6 for a block whose x has been loaded at `x`: its vectors, all that the sweeps have to know of its columns
 * to go on, and xmu as (hi, lo), in the place of x and at `lo`.
 */
export function measure(block: Block, x: number, lo: number, work: Work): void {
  const { heap, n, first, width, w, columns } = block
  const { inputs, sweeps } = work
  const origins = statisticsOf(inputs)?.mean.data ?? inputs.x.data
  for (let j = 0; j < width; j++) heap[slotsOf(columns, j) + ORIGIN] = origins[first + j]
  sweeps.total(n, w, columns, x)
  const N = constant(n)
  for (let j = 0; j < width; j++) centre(heap, slotsOf(columns, j), first + j, N, work)
  sweeps.centre(n, w, columns, x, lo)
  const eps = constant(inputs.eps)
  for (let j = 0; j < width; j++) spread(heap, slotsOf(columns, j), first + j, N, eps, work)
}

const cell = dd.cells(1)

/** Step 1 for channel j, whose slots begin at s; and what its numbers are divided by. */
function centre(heap: Float64Array, s: number, j: number, N: dd.Cells, work: Work): void {
  const { inputs, vectors, channels } = work
  const statistics = statisticsOf(inputs)
  const origin = heap[s + ORIGIN]
  const largest = heap[s + LARGEST]
  const variance = statistics?.var.data[j] ?? 0
  const sizes = Math.max(Math.sqrt(Math.max(variance, inputs.eps)), statistics ? 0 : largest)
  const exponent = exponentFor(sizes)
  channels.x[j] = exponent
  const least = origin === 0 ? heap[s + LEAST] : Math.min(heap[s + LEAST], Math.abs(origin))
  const inRange = Number.isFinite(heap[s + SUM]) && Number.isFinite(largest)
  const near = origin === 0 || exponentOf(Math.abs(origin)) - exponent <= 900
  if (sizes > 0 && !(inRange && near && fits(largest, least, exponent))) {
    channels.strays.add(j)
    // Until the table has it: not singular, for those never stray.
    dd.set(vectors.sqrtvar, j, 1)
    return
  }
  heap[s + X_FACTOR] = power(-exponent)
  heap[s + CENTRE] = origin * power(-exponent)
  dd.set(vectors.mu, j, origin)
  if (statistics) dd.set(cell, 0, 0)
  else {
    widen(cell, 0, heap[s + SUM], heap[s + SUM + LO], 0)
    dd.div(cell, 0, cell, 0, N, 0)
  }
  dd.add(vectors.mu, j, cell, 0, vectors.mu, j)
  dd.sub(cell, 0, ZERO, 0, cell, 0)
  narrow(heap, s + MINUS_MU, cell, 0, exponent)
}

/** Steps 4, 5 and 6 for channel j, whose slots begin at s. */
function spread(
  heap: Float64Array,
  s: number,
  j: number,
  N: dd.Cells,
  eps: dd.Cells,
  { inputs, vectors, channels }: Work,
): void {
  if (channels.strays.has(j)) return
  const { var: variance, sqrtvar, ivar } = vectors
  const statistics = statisticsOf(inputs)
  if (statistics) dd.set(variance, j, statistics.var.data[j])
  else {
    widen(variance, j, heap[s + SUM], heap[s + SUM + LO], 2 * channels.x[j])
    dd.div(variance, j, variance, j, N, 0)
  }
  dd.add(sqrtvar, j, variance, j, eps, 0)
  dd.sqrt(sqrtvar, j, sqrtvar, j)
  dd.div(ivar, j, ONE, 0, sqrtvar, j)
  narrow(heap, s + IVAR, ivar, j, -channels.x[j])
}
