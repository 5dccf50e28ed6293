import type { Matrix, Shape } from '../matrix.ts'
import { filled } from '../matrix.ts'
import { signedNumbers } from '../random.ts'
import type { Probes } from './looks.ts'

/** A signed matrix (N,D) of numbers in (-1, 1), none of them 0: what dout is when nobody gives one. */
export function drawDout({ n, d }: Shape, seed: number, unsigned: boolean): Matrix {
  return drawn(n, d, signedNumbers(seed, 'dout'), unsigned)
}

/**
 * Directions to look at the gradients in. In dgamma and dbeta every channel has one number, so unless the channels
 * are pooled one look along ones shows all there is.
 */
export function drawProbes(
  { n, d }: Shape,
  {
    count,
    seed,
    pooled,
    unsigned,
  }: { count: number; seed: number; pooled: boolean; unsigned: boolean },
): Probes {
  const next = signedNumbers(seed, 'probes')
  const draw = (rows: number) => Array.from({ length: count }, () => drawn(rows, d, next, unsigned))
  const dx = draw(n)
  if (!pooled) return { dx, dgamma: [filled(d, 1)], dbeta: [filled(d, 1)] }
  return { dx, dgamma: draw(1), dbeta: draw(1) }
}

function drawn(n: number, d: number, next: () => number, unsigned: boolean): Matrix {
  const numbers = new Float64Array(n * d)
  for (let k = 0; k < numbers.length; k++) numbers[k] = next()
  if (unsigned) makeUnitLength(numbers)
  return { n, d, data: numbers }
}

/** Takes the signs off some numbers, and makes the vector of them one of length 1. */
function makeUnitLength(numbers: Float64Array): void {
  let squares = 0
  for (let k = 0; k < numbers.length; k++) squares += numbers[k] * numbers[k]
  const length = Math.sqrt(squares)
  for (let k = 0; k < numbers.length; k++) numbers[k] = Math.abs(numbers[k]) / length
}
