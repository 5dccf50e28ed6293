import { type Matrix, matrix } from '../matrix.ts'
import { type ForwardInputs, refuseSingular, forward as tableForward } from '../passes.ts'
import { blocksOf, load, unload } from './blocks.ts'
import { exponentFor, exponentOf, power, raise } from './scale.ts'
import {
  channelsOf,
  type ForwardVectors,
  forwardVectors,
  measure,
  type Work,
} from './statistics.ts'
import { put, someChannels } from './strays.ts'
import { SLOTS, type Sweeps, slotsOf } from './sweeps.ts'
import { theSweeps } from './the-sweeps.ts'

const { GAMMA, BETA, UP_XMU, UP_SQ, UP_XHAT, UP_OUT } = SLOTS

/** The matrices (N,D) of the forward pass, in the order in which the sweeps take them. */
const MATRICES = ['xmu', 'sq', 'xhat', 'gammax', 'out'] as const
export type ForwardMatrix = (typeof MATRICES)[number]

/** The vectors wide, as the table makes them; of the matrices those that were wanted, each number rounded once. */
export type FusedForward = ForwardVectors & Readonly<Partial<Record<ForwardMatrix, Matrix>>>

/**
 * The forward pass in a few sweeps over plain numbers: the values of the table in passes.ts, to the last bit. Channels
 * that the sweeps can't take are left to the table.
 *
 * @param wanted which of the matrices to return
 * @throws Refusal `singular` when var + eps is 0 in some channel
 */
export function forward(
  inputs: ForwardInputs,
  wanted: (name: ForwardMatrix) => boolean,
  sweeps: Sweeps = theSweeps(),
): FusedForward {
  const { x } = inputs
  const work: Work = {
    inputs,
    vectors: forwardVectors(x.d),
    channels: channelsOf(x.d),
    sweeps,
  }
  const names = MATRICES.filter(wanted)
  const made: Partial<Record<ForwardMatrix, Matrix>> = {}
  for (const name of names) made[name] = matrix(x.n, x.d)
  for (const block of blocksOf(x, names.length + 2, sweeps)) {
    const { n, w, columns, at } = block
    const [hi, lo] = [at[names.length], at[names.length + 1]]
    const place = (name: ForwardMatrix) => at[names.indexOf(name)] ?? 0
    load(block, hi, x)
    measure(block, hi, lo, work)
    for (let j = 0; j < block.width; j++) {
      prepare(block.heap, slotsOf(columns, j), block.first + j, work)
    }
    const [xmu, sq, xhat] = [place('xmu'), place('sq'), place('xhat')]
    sweeps.normalise(n, w, columns, hi, lo, xmu, sq, xhat, place('gammax'), place('out'))
    for (const name of names) unload(block, place(name), made[name] as Matrix)
  }
  refuseSingular('var + eps', work.vectors.sqrtvar, ['eps'], 'give a larger eps')
  const strays = [...work.channels.strays]
  if (strays.length > 0) {
    const values = tableForward(someChannels(inputs, strays))
    for (const name of ['mu', 'var', 'sqrtvar', 'ivar'] as const)
      put(work.vectors[name], strays, values[name])
    for (const name of names) put(made[name] as Matrix, strays, values[name])
  }
  return { ...work.vectors, ...made }
}

/** How far beta and gammax may lie apart for the sweeps. */
const APART = 400

/** Steps 8 and 9 for channel j, whose slots begin at s: gamma and beta, and the units of what is returned. */
function prepare(heap: Float64Array, s: number, j: number, { inputs, channels }: Work): void {
  if (channels.strays.has(j)) return
  const [gamma, beta] = [inputs.gamma.data[j], inputs.beta.data[j]]
  const exponent = exponentFor(Math.abs(gamma || beta))
  if (beta !== 0 && Math.abs(exponentOf(Math.abs(beta)) - exponent) > APART) {
    channels.strays.add(j)
    return
  }
  heap[s + GAMMA] = gamma * power(-exponent)
  heap[s + BETA] = beta * power(-exponent)
  raise(heap, s + UP_XMU, channels.x[j])
  raise(heap, s + UP_SQ, 2 * channels.x[j])
  raise(heap, s + UP_XHAT, 0)
  raise(heap, s + UP_OUT, exponent)
}
