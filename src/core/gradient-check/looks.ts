import { copy } from '../arithmetics/dd.ts'
import { doubleDouble, type WideMatrix, zeros } from '../arithmetics/double-double.ts'
import { products } from '../fused/products.ts'
import type { Matrix } from '../matrix.ts'
import type { GradientName } from './methods.ts'

/**
 * Directions in which the claimed gradients are looked at, (N,D) for dx and (1,D) for dgamma and dbeta; without any,
 * every element is looked at by itself.
 */
export type Probes = Readonly<Record<GradientName, readonly Matrix[]>>

/** What the numbers of a check stand for: one per element, one per probe and channel, or one per probe. */
export interface Looks {
  readonly probes: Probes | undefined
  /** The channels of a probe added up. */
  readonly pooled: boolean
}

/** A gradient, (N,D) or (1,D), as the looks see it. */
export function lookedAt(
  name: GradientName,
  gradient: Matrix,
  { probes, pooled }: Looks,
): WideMatrix {
  if (!probes) return doubleDouble.lift(gradient)
  const slopes = products(probes[name], gradient)
  return pooled ? acrossChannels(slopes) : slopes
}

/** Rows (1,D) on top of each other. */
export function stack(rows: readonly WideMatrix[]): WideMatrix {
  const d = rows[0]?.d ?? 0
  const out = zeros(rows.length, d)
  for (const [i, each] of rows.entries()) {
    for (let j = 0; j < d; j++) copy(out, i * d + j, each, j)
  }
  return out
}

/** (P,D) summed over the channels: (P,1). */
export function acrossChannels(slopes: WideMatrix): WideMatrix {
  const { n, d } = slopes
  const columns = zeros(d, n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) copy(columns, j * n + i, slopes, i * d + j)
  const { hi, lo, k } = doubleDouble.sum(columns)
  return { n, d: 1, hi, lo, k }
}
