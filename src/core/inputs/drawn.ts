import { vector } from '../matrix.ts'
import type { Inputs, Sizes } from './inputs.ts'

/**
 * Inputs out of streams of standard normal numbers, asked for in the order x, gamma, beta, dout, running mean, running
 * var. x and the running mean are `scale` times theirs plus `shift`, the running var is the square of `scale` times its
 * own.
 *
 * @param streamOf the numbers of one of the six; it may be the same stream for all
 */
export function drawn(
  streamOf: (name: string) => () => number,
  { n, d }: Sizes,
  { scale, shift }: { scale: number; shift: number },
): Inputs {
  const numbers = (name: string, length: number, of = (z: number) => z) => {
    const next = streamOf(name)
    const all = new Float64Array(length)
    for (let i = 0; i < length; i++) all[i] = of(next())
    return all
  }
  const placed = (z: number) => scale * z + shift
  const x = numbers('x', n * d, placed)
  const gamma = vector(numbers('gamma', d))
  const beta = vector(numbers('beta', d))
  const dout = numbers('dout', n * d)
  const mean = vector(numbers('running mean', d, placed))
  const variance = vector(numbers('running var', d, (z) => (scale * z) ** 2))
  return { x, gamma, beta, dout, running: { mean, var: variance } }
}
