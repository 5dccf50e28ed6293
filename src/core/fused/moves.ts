import type { WideMatrix } from '../arithmetics/double-double.ts'
import type { Matrix, Shape } from '../matrix.ts'

/** How a batch is moved. */
export interface Walk {
  readonly input: 'x' | 'gamma' | 'beta'
  /** The step of every channel, (1,D), positive. */
  readonly step: WideMatrix
  /** Where to, in steps: (N,D) each for x, (1,D) for gamma and beta. Without any, each row of the input by itself. */
  readonly directions?: readonly Matrix[] | undefined
}

/** From how many steps away to how many. */
export type Stretch = Readonly<Record<'from' | 'to', number>>

/** A direction, or one row that moves; -1 where none does. */
export interface Move {
  readonly row: number
  readonly direction?: Matrix
}

export function movesOf(
  { input, directions }: Pick<Walk, 'input' | 'directions'>,
  { n }: Shape,
): Move[] {
  if (directions) return directions.map((direction) => ({ row: -1, direction }))
  return input === 'x' ? Array.from({ length: n }, (_, row) => ({ row })) : [{ row: -1 }]
}

/** No move at all. */
export const STILL: Move = { row: -1 }
/** How many columns to take at a time: few, where a batch that is gone through again and again has to stay near. */
export function columnsFor(moves: readonly Move[]): number | undefined {
  return moves.length > 16 ? 64 : undefined
}
