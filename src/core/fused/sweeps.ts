import type { RiseSweeps } from './rise-sweeps.ts'

/**
 * The loops of the fused passes, as they are written twice: in plain TypeScript (twin.ts), and in AssemblyScript for
 * two columns at a time (assembly/kernel.ts). Both work on one array of float64 numbers, the heap, and leave the same
 * bits in it.
 *
 * A sweep reads matrices of n rows and w columns, w even, row by row. Matrices are named by where in the heap they
 * begin, 0 standing for one that is not wanted. `columns` is where the slots of the columns begin.
 */
export interface Sweeps extends RiseSweeps {
  /** At least `length` numbers, whatever they hold, for the sweeps of one call. */
  heap(length: number): Float64Array
  /** The call is over: the heap may be given back. */
  done(): void
  /** SUM = sum(m - ORIGIN) over the rows, LARGEST = max |m - ORIGIN|, LEAST = the smallest |m| that is not 0. */
  total(n: number, w: number, columns: number, m: number): void
  /** xmu in the place of x and at `lo`, as (hi, lo), for all sweeps that follow; and SUM = sum(xmu ** 2). */
  centre(n: number, w: number, columns: number, x: number, lo: number): void
  /** Steps 2, 3, 7, 8 and 9, as far as they are wanted. */
  normalise(
    n: number,
    w: number,
    columns: number,
    hi: number,
    lo: number,
    xmu: number,
    sq: number,
    xhat: number,
    gammax: number,
    out: number,
  ): void
  /** DGAMMA = sum(dout * xhat) and DIVAR = sum(dxhat * xmu); xhat is xmu * ivar unless it is given. */
  pulls(
    n: number,
    w: number,
    columns: number,
    hi: number,
    lo: number,
    xhat: number,
    dout: number,
  ): void
  /** dxhat, dxmu1, dxmu2 and dx1 as far as they are wanted; dx1, unrounded, at `dx` and in the place of lo; SUM = sum(dx1). */
  retrace(
    n: number,
    w: number,
    columns: number,
    hi: number,
    lo: number,
    dout: number,
    dx: number,
    dxhat: number,
    dxmu1: number,
    dxmu2: number,
    dx1: number,
  ): void
  /** dx = dx1 + DX2, rounded, in the place of dx1. */
  arrive(n: number, w: number, columns: number, dx: number, lo: number): void
}

/**
 * What is known of a column: numbers near 1, x, eps, gamma and dout having been divided by powers of two. A pair of
 * columns has its slots side by side, two numbers each; those marked (hi, lo) take two slots.
 */
// biome-ignore format: a table is read in columns
export const SLOTS = {
  ORIGIN: 0,        // what `total` measures from
  SUM: 2,           // (hi, lo)
  LARGEST: 6,
  LEAST: 8,
  X_FACTOR: 10,
  CENTRE: 12,       // the origin of x, times X_FACTOR
  MINUS_MU: 14,     // (hi, lo), as seen from there
  IVAR: 18,         // (hi, lo)
  GAMMA: 22,
  BETA: 24,
  DOUT_FACTOR: 26,
  XHAT_FACTOR: 28,  // of an xhat that is given
  DGAMMA: 30,       // (hi, lo)
  DIVAR: 34,        // (hi, lo)
  TWICE_DSQ: 38,    // (hi, lo)
  DX2: 42,          // (hi, lo)
  UP_XMU: 46,       // what takes a value back to its own unit: two factors each, as `landed` takes them
  UP_SQ: 50,
  UP_XHAT: 54,
  UP_OUT: 58,
  UP_DXHAT: 62,
  UP_DX: 66,
} as const

/** How far two pairs of columns lie apart. */
export const PAIR = 70

/** Rows of w numbers after the slots, for a sweep to keep what it will need again. */
export const SCRATCH = 2

/** Where the slots of column j begin; the second of (hi, lo) is LO further. */
export function slotsOf(columns: number, j: number): number {
  return columns + (j >> 1) * PAIR + (j & 1)
}

export const LO = 2
