import { rounded, type WideMatrix } from './arithmetics/double-double.ts'
import { listed, type Path, Refusal } from './errors.ts'
import type { Matrix } from './matrix.ts'

/**
 * A value of the circuit as float64 numbers, each rounded once; a matrix has been rounded already.
 *
 * @param path the field of the request that asks for the value; the request as a whole when it is always returned
 * @throws Refusal `not-representable` when it lies beyond float64 in some channel
 */
export function narrowed(name: string, value: WideMatrix | Matrix, path: Path = []): Matrix {
  const matrix = 'data' in value ? value : rounded(value)
  if (finite(matrix)) return matrix
  const beyond = new Set<number>()
  for (let i = 0; i < matrix.data.length; i++) {
    if (!Number.isFinite(matrix.data[i])) beyond.add(i % matrix.d)
  }
  const channels = listed([...beyond].sort((a, b) => a - b))
  throw new Refusal(
    'not-representable',
    `${name} lies beyond the range of float64 in ${channels}`,
    [{ detail: `${name} is too large for float64 in ${channels}`, path }],
  )
}

/** A loop of its own, which the engine compiles well: nearly every matrix goes through it and no other. */
function finite({ data }: Matrix): boolean {
  let at = 0
  while (at < data.length && Number.isFinite(data[at])) at += 1
  return at === data.length
}
