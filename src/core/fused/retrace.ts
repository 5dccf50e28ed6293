import * as dd from '../arithmetics/dd.ts'
import type { WideMatrix } from '../arithmetics/double-double.ts'
import type { Mode } from '../graph.ts'
import { type Matrix, matrix } from '../matrix.ts'
import type { BackwardValues } from '../passes.ts'
import { type Block, blocksOf, load, unload } from './blocks.ts'
import { exponentFor, fits, narrow, power, raise, widen } from './scale.ts'
import { type Channels, constant, type ForwardVectors, wideVectors, ZERO } from './statistics.ts'
import { put } from './strays.ts'
import { LO, SLOTS, type Sweeps, slotsOf } from './sweeps.ts'

const { ORIGIN, SUM, LARGEST, LEAST, GAMMA, DOUT_FACTOR } = SLOTS
const { DGAMMA, DIVAR, TWICE_DSQ, DX2, UP_DXHAT, UP_DX } = SLOTS

/** The matrices (N,D) of the backward pass that the sweeps make, in the order in which they take them; dx last. */
const SWEPT = ['dxhat', 'dxmu1', 'dxmu2', 'dx1', 'dx'] as const
/** Those of which all rows are the same. */
const REPEATED = ['dsq', 'dx2'] as const
const MADE = [...SWEPT, ...REPEATED] as const
/** dgammax is dout itself. */
export type BackwardMatrix = (typeof MADE)[number] | 'dgammax'

const VECTORS = ['dbeta', 'dgamma', 'divar', 'dsqrtvar', 'dvar', 'dmu'] as const
/** The vectors (1,D) of the backward pass, wide, and the one row of dsq and of dx2. */
type BackwardVectors = Readonly<
  Record<(typeof VECTORS)[number] | (typeof REPEATED)[number], WideMatrix>
>

/** The vectors wide, as the table makes them; of the matrices dx and those that were wanted, each number rounded once. */
export type FusedBackward = Readonly<Record<(typeof VECTORS)[number], WideMatrix>> &
  Readonly<Partial<Record<BackwardMatrix, Matrix>>> & { readonly dx: Matrix }

/** What the backward pass reads, and how the table does the same for some channels only. */
export interface Source {
  readonly mode: Mode
  readonly dout: Matrix
  readonly gamma: Matrix
  readonly eps: number
  readonly vectors: ForwardVectors
  readonly channels: Channels
  /** Whether xhat is given. */
  readonly givesXhat: boolean
  /** Makes a block ready: its columns, and xmu as (hi, lo); xhat as it is given, or else from xmu. */
  prepare(block: Block, hi: number, lo: number, xhat: number): void
  table(channels: readonly number[]): BackwardValues
}

/** Steps 9 to 0. @param refuse what to refuse once everything has been looked at */
export function retraced(
  source: Source,
  wanted: (name: BackwardMatrix) => boolean,
  sweeps: Sweeps,
  refuse: () => void,
): FusedBackward {
  const { dout, channels } = source
  const { n, d } = dout
  const vectors: BackwardVectors = wideVectors([...VECTORS, ...REPEATED], d)
  const names = SWEPT.filter((name) => name === 'dx' || wanted(name))
  const made: Partial<Record<BackwardMatrix, Matrix>> = {}
  for (const name of names) made[name] = matrix(n, d)
  const count = names.length
  for (const block of blocksOf(dout, count + (source.givesXhat ? 4 : 3), sweeps)) {
    const { heap, w, columns, at, first, width } = block
    const [hi, lo, doutAt, xhat = 0] = at.slice(count)
    const place = (name: (typeof SWEPT)[number]) => at[names.indexOf(name)] ?? 0
    const dx = place('dx')
    source.prepare(block, hi, lo, xhat)
    load(block, doutAt, dout)
    for (let j = 0; j < width; j++) heap[slotsOf(columns, j) + ORIGIN] = 0
    sweeps.total(n, w, columns, doutAt)
    for (let j = 0; j < width; j++) begin(heap, slotsOf(columns, j), first + j, source, vectors)
    sweeps.pulls(n, w, columns, hi, lo, xhat, doutAt)
    const N = constant(n)
    for (let j = 0; j < width; j++) {
      goOn(heap, slotsOf(columns, j), first + j, N, source, vectors)
    }
    const [dxhat, dxmu1, dxmu2] = [place('dxhat'), place('dxmu1'), place('dxmu2')]
    sweeps.retrace(n, w, columns, hi, lo, doutAt, dx, dxhat, dxmu1, dxmu2, place('dx1'))
    for (let j = 0; j < width; j++) end(heap, slotsOf(columns, j), first + j, N, source, vectors)
    sweeps.arrive(n, w, columns, dx, lo)
    for (const name of names) unload(block, place(name), made[name] as Matrix)
  }
  refuse()
  for (const name of REPEATED.filter(wanted)) made[name] = repeated(vectors[name], n)
  const strays = [...channels.strays]
  if (strays.length > 0) {
    const values = source.table(strays)
    for (const name of VECTORS) put(vectors[name], strays, values[name])
    for (const name of MADE) if (made[name]) put(made[name], strays, values[name])
  }
  const { dsq: _, dx2: __, ...rest } = vectors
  return { ...rest, ...(made as { dx: Matrix }), ...(wanted('dgammax') && { dgammax: dout }) }
}

/** Step 9 and gamma for channel j, whose slots begin at s. */
function begin(
  heap: Float64Array,
  s: number,
  j: number,
  { gamma, channels }: Source,
  { dbeta }: BackwardVectors,
): void {
  const exponent = exponentFor(heap[s + LARGEST])
  channels.dout[j] = exponent
  const inRange = Number.isFinite(heap[s + SUM])
  if (!inRange || !fits(heap[s + LARGEST], heap[s + LEAST], exponent)) channels.strays.add(j)
  if (channels.strays.has(j)) return
  widen(dbeta, j, heap[s + SUM], heap[s + SUM + LO], 0)
  channels.gamma[j] = exponentFor(Math.abs(gamma.data[j]))
  heap[s + GAMMA] = gamma.data[j] * power(-channels.gamma[j])
  heap[s + DOUT_FACTOR] = power(-exponent)
  const dxhatUnit = exponent + channels.gamma[j]
  raise(heap, s + UP_DXHAT, dxhatUnit)
  raise(heap, s + UP_DX, dxhatUnit - channels.x[j])
}

const HALF = constant(0.5)
const MINUS_ONE = constant(-1)
const cell = dd.cells(1)
const root = dd.cells(1)

/** How far dsq may lie from 1, in powers of two, for the sweeps. */
const [SMALLEST_DSQ, LARGEST_DSQ] = [2 ** -600, 2 ** 200]

/** Steps 8 to 4 for channel j, whose slots begin at s. */
function goOn(
  heap: Float64Array,
  s: number,
  j: number,
  N: dd.Cells,
  source: Source,
  { dgamma, divar, dsqrtvar, dvar, dsq }: BackwardVectors,
): void {
  const { channels, mode, vectors } = source
  if (channels.strays.has(j)) return
  const { var: variance, sqrtvar } = vectors
  const unit = channels.dout[j] + channels.gamma[j]
  widen(dgamma, j, heap[s + DGAMMA], heap[s + DGAMMA + LO], channels.dout[j] + channels.xhat[j])
  widen(divar, j, heap[s + DIVAR], heap[s + DIVAR + LO], unit + channels.x[j])
  dd.mul(cell, 0, sqrtvar, j, sqrtvar, j)
  dd.div(cell, 0, MINUS_ONE, 0, cell, 0)
  dd.mul(dsqrtvar, j, cell, 0, divar, j)
  dd.set(root, 0, source.eps)
  dd.add(root, 0, variance, j, root, 0)
  dd.sqrt(root, 0, root, 0)
  dd.div(cell, 0, HALF, 0, root, 0)
  dd.mul(dvar, j, cell, 0, dsqrtvar, j)
  if (mode === 'eval') return
  dd.div(dsq, j, dvar, j, N, 0)
  narrow(heap, s + TWICE_DSQ, dsq, j, unit - 2 * channels.x[j] - 1)
  const size = Math.abs(heap[s + TWICE_DSQ])
  if (size !== 0 && !(size > SMALLEST_DSQ && size < LARGEST_DSQ)) channels.strays.add(j)
}

/** Steps 2 and 1 for channel j, whose slots begin at s. */
function end(
  heap: Float64Array,
  s: number,
  j: number,
  N: dd.Cells,
  { channels, mode }: Source,
  { dmu, dx2 }: BackwardVectors,
): void {
  if (channels.strays.has(j)) return
  const unit = channels.dout[j] + channels.gamma[j] - channels.x[j]
  widen(dmu, j, heap[s + SUM], heap[s + SUM + LO], unit)
  dd.sub(dmu, j, ZERO, 0, dmu, j)
  if (mode === 'eval') return
  dd.div(dx2, j, dmu, j, N, 0)
  narrow(heap, s + DX2, dx2, j, unit)
}

/** A row (1,D) on n rows, each number rounded once. */
function repeated(row: WideMatrix, n: number): Matrix {
  const { d } = row
  const data = new Float64Array(n * d)
  for (let j = 0; j < d; j++) {
    // The table spreads a row by adding it to zeros, which turns -0 into 0.
    data[j] = n > 1 && row.hi[j] === 0 ? 0 : dd.round(row, j)
  }
  for (let filled = d; filled < data.length; filled *= 2) data.copyWithin(filled, 0, filled)
  return { n, d, data }
}
