import { vector } from '../matrix.ts'
import { signedNumbers } from '../random.ts'
import { channelAt, type Inputs, rowAt, type Sizes } from './inputs.ts'

/**
 * The channels, in turn: the deviation and mean of x, gamma and beta. Nothing here is 0 or 1, and nothing is as good as
 * another: a channel of deviation 1 can't tell xmu from xhat, a gamma of 1 not whether it was used, a mean of 0 not
 * whether it was taken off.
 */
// biome-ignore format: a table is read in columns
const CHANNELS = [
  { deviation: 0.5, mean: 2,  gamma: 1.3,  beta: 0.7 },
  { deviation: 1.7, mean: -3, gamma: -1.7, beta: 0.25 },
  { deviation: 3,   mean: 5,  gamma: 2.1,  beta: -0.2 },
  { deviation: 6,   mean: -4, gamma: -2.5, beta: -0.65 },
  { deviation: 2.3, mean: 7,  gamma: 2.9,  beta: -1.2 },
] as const

/** The eps that goes with these inputs: of the size of the smallest variance, so that whoever forgets it is seen. */
export const TELLING_EPS = 0.5

/**
 * Inputs on which mistakes differ, the same for the same seed on every machine. In every channel x has the deviation of
 * the table, give or take 5 %, exactly and not only on average; dout has both signs and is no combination of 1 and xhat;
 * the running statistics are near those of x, and not theirs.
 */
export function discriminating(seed: number, sizes: Sizes): Inputs {
  const { n, d } = sizes
  const stream = (name: string) => signedNumbers(seed, `discriminating ${name}`)
  const around = (name: string, value: (channel: Channel, next: () => number) => number) => {
    const next = stream(name)
    return vector(Array.from({ length: d }, (_, j) => value(channelOf(j), next)))
  }
  const deviation = around('deviation', (channel, next) => channel.deviation * (1 + next() / 20))
  const mean = around('mean', (channel, next) => channel.mean + next() / 2)
  const x = numbers(n * d, stream('x'))
  standardise(x, sizes, mean.data, deviation.data)
  const dout = numbers(n * d, stream('dout'))
  giveBothSigns(dout, sizes)
  return {
    x,
    gamma: around('gamma', (channel, next) => channel.gamma * (1 + next() / 10)),
    beta: around('beta', (channel, next) => channel.beta + next() / 10),
    dout,
    running: {
      mean: around(
        'running mean',
        (channel, next) => channel.mean + channel.deviation * (0.6 + next() / 3),
      ),
      var: around('running var', (channel, next) => channel.deviation ** 2 * (1.5 + next() / 3)),
    },
  }
}

type Channel = (typeof CHANNELS)[number]

const channelOf = (j: number) => CHANNELS[j % CHANNELS.length] as Channel

function numbers(length: number, next: () => number): Float64Array {
  const drawn = new Float64Array(length)
  for (let i = 0; i < length; i++) drawn[i] = next()
  return drawn
}

/** Gives every channel of x its mean and its deviation; one value alone has none. */
function standardise(
  x: Float64Array,
  sizes: Sizes,
  mean: Float64Array,
  deviation: Float64Array,
): void {
  const { n, d } = sizes
  const centre = new Float64Array(d)
  const squares = new Float64Array(d)
  for (let i = 0; i < x.length; i++) centre[channelAt(i, sizes)] += (x[i] as number) / n
  for (let i = 0; i < x.length; i++) {
    const j = channelAt(i, sizes)
    squares[j] += ((x[i] as number) - (centre[j] as number)) ** 2 / n
  }
  for (let i = 0; i < x.length; i++) {
    const j = channelAt(i, sizes)
    const square = squares[j] as number
    const factor = square === 0 ? 1 : (deviation[j] as number) / Math.sqrt(square)
    x[i] = (mean[j] as number) + factor * ((x[i] as number) - (centre[j] as number))
  }
}

/** Turns the second value of a channel where its sign is that of the first: chance would leave some channels with one. */
function giveBothSigns(dout: Float64Array, sizes: Sizes): void {
  const first = new Float64Array(sizes.d)
  for (let i = 0; i < dout.length; i++) {
    const [j, row, value] = [channelAt(i, sizes), rowAt(i, sizes), dout[i] as number]
    if (row === 0) first[j] = value
    if (row === 1 && value > 0 === (first[j] as number) > 0) dout[i] = -value
  }
}
