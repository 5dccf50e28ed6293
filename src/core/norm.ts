import type { Matrix } from './matrix.ts'

/** The 2-norm of all entries: the root of the sum of their squares, none of which overflows or vanishes on the way. */
export function norm({ data }: Pick<Matrix, 'data'>): number {
  let largest = 0
  for (const each of data) largest = Math.max(largest, Math.abs(each))
  if (largest === 0) return 0
  let sum = 0
  for (const each of data) sum += (each / largest) ** 2
  return largest * Math.sqrt(sum)
}
