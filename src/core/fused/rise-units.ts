import * as dd from '../arithmetics/dd.ts'
import { type Block, load } from './blocks.ts'
import type { Walk } from './moves.ts'
import { RISE_SLOTS } from './rise-sweeps.ts'
import type { Place } from './rises.ts'
import { exponentFor, exponentOf, fits, narrow, power } from './scale.ts'
import { SLOTS, type Sweeps, slotsOf } from './sweeps.ts'

const { ORIGIN, LARGEST, LEAST } = SLOTS
const { X_FACTOR, CENTRE, MOVE, EPS, IVAR_TO, IVAR_FROM } = RISE_SLOTS
const { GAMMA_TO, GAMMA_FROM, BETA_TO, BETA_FROM } = RISE_SLOTS

/** What a channel is divided by, as exponents of two; undefined for one whose numbers the sweeps can't take. */
export type Units = { readonly x: number; readonly dout: number } | undefined

/** How far a step may lie below the channel's size, in powers of two, and above it. */
const [SHORTEST, LONGEST] = [-400, 100]

/**
 * Loads x and dout into a block, looks how large they are, and makes the slots of the columns ready.
 *
 * @returns the units of every column
 */
export function ready(
  block: Block,
  x: number,
  dout: number,
  place: Place,
  walk: Walk,
  sweeps: Sweeps,
): Units[] {
  const { heap, n, w, columns, width, first } = block
  const { inputs } = place
  const origins = inputs.mode === 'eval' ? inputs.statistics?.mean.data : inputs.x.data
  const columnsOf = Array.from({ length: width }, (_, j) => slotsOf(columns, j))
  const sized = (at: number, originOf: (j: number) => number) => {
    for (const [j, s] of columnsOf.entries()) heap[s + ORIGIN] = originOf(first + j)
    sweeps.total(n, w, columns, at)
    return columnsOf.map((s) => ({ largest: heap[s + LARGEST], least: heap[s + LEAST] }))
  }
  load(block, x, inputs.x)
  load(block, dout, place.dout)
  const doutSizes = sized(dout, () => 0)
  const xSizes = sized(x, (j) => origins?.[j] ?? 0)
  return columnsOf.map((s, j) => {
    const origin = heap[s + ORIGIN]
    const channel = { j: first + j, origin, ...(xSizes[j] as Sizes) }
    const unit = unitOfX(channel, place, walk)
    const { largest, least } = doutSizes[j] as Sizes
    const douts = exponentFor(largest)
    if (unit === undefined || !fits(largest, least, douts)) return undefined
    heap[s + X_FACTOR] = power(-unit)
    heap[s + CENTRE] = origin * power(-unit)
    heap[s + EPS] = inputs.eps * power(-unit) * power(-unit)
    if (inputs.mode === 'eval') {
      narrow(heap, s + IVAR_TO, place.ivar, first + j, -unit)
      narrow(heap, s + IVAR_FROM, place.ivar, first + j, -unit)
    }
    for (let i = 0; i < n; i++) heap[dout + i * w + j] *= power(-douts)
    return { x: unit, dout: douts }
  })
}

interface Sizes {
  /** The largest distance from the origin. */
  readonly largest: number
  /** The smallest number that is not 0. */
  readonly least: number
}

/** The exponent of a channel of x; undefined where its numbers, eps or the step lie too far apart. */
function unitOfX(
  { j, origin, largest, least }: Sizes & { readonly j: number; readonly origin: number },
  { inputs, var: variance }: Place,
  { input, step }: Walk,
): number | undefined {
  const { eps, mode } = inputs
  // In evaluation x may lie any number of sqrtvars away from the mean: `fits` says when that is too far.
  const spread = Math.sqrt(Math.max(dd.round(variance, j), eps))
  const size = mode === 'eval' ? spread : Math.max(spread, largest)
  if (size === 0 || !Number.isFinite(largest)) return undefined
  const unit = exponentFor(size)
  const near = origin === 0 || exponentOf(Math.abs(origin)) - unit <= 900
  const far = input === 'x' ? exponentOf(dd.round(step, j)) - unit : 0
  const smallest = origin === 0 ? least : Math.min(least, Math.abs(origin))
  const inRange = near && far >= SHORTEST && far <= LONGEST
  return inRange && fits(largest, smallest, unit) ? unit : undefined
}

const cell = dd.cells(1)

/** MOVE for channel j, whose slots begin at s: so many steps. */
export function stepInX(
  heap: Float64Array,
  s: number,
  j: number,
  steps: number,
  { step }: Walk,
  unit: number,
): void {
  dd.set(cell, 0, steps)
  dd.mul(cell, 0, cell, 0, step, j)
  narrow(heap, s + MOVE, cell, 0, unit)
}

const moved = { from: dd.cells(1), to: dd.cells(1) }
const gammas = { from: dd.cells(1), to: dd.cells(1) }
const betas = { from: dd.cells(1), to: dd.cells(1) }

/** How far gamma and beta may lie apart, in powers of two. */
const APART = 400

/**
 * gamma and beta of channel j at both places, whose slots begin at s.
 *
 * @param way along gamma or beta, when they are what is moved
 * @returns the exponent that both are divided by; undefined when they lie too far apart
 */
export function scale(
  heap: Float64Array,
  s: number,
  j: number,
  { inputs }: Place,
  { input, step }: Walk,
  places: Readonly<Record<'from' | 'to', number>>,
  way: number,
): number | undefined {
  for (const where of ['from', 'to'] as const) {
    dd.set(cell, 0, places[where])
    dd.mul(moved[where], 0, cell, 0, step, j)
    dd.set(cell, 0, way)
    dd.mul(moved[where], 0, moved[where], 0, cell, 0)
    dd.set(gammas[where], 0, inputs.gamma.data[j])
    dd.set(betas[where], 0, 0)
    if (input === 'gamma') dd.add(gammas[where], 0, gammas[where], 0, moved[where], 0)
    if (input === 'beta') dd.copy(betas[where], 0, moved[where], 0)
  }
  // Not those of rounded numbers: a part of the shortest step may lie below the smallest float64.
  const exponents = [gammas.from, gammas.to, betas.from, betas.to]
    .filter(({ hi }) => hi[0] !== 0)
    .map(({ hi, k }) => exponentOf(Math.abs(hi[0])) + 512 * k[0])
  const exponent = exponents.length === 0 ? 0 : Math.max(...exponents)
  if (exponents.some((each) => exponent - each > APART)) return undefined
  narrow(heap, s + GAMMA_TO, gammas.to, 0, exponent)
  narrow(heap, s + GAMMA_FROM, gammas.from, 0, exponent)
  narrow(heap, s + BETA_TO, betas.to, 0, exponent)
  narrow(heap, s + BETA_FROM, betas.from, 0, exponent)
  return exponent
}
