import { signedNumbers } from '../random.ts'
import { discriminating } from './discriminating.ts'
import { drawn } from './drawn.ts'
import type { Inputs, Sizes } from './inputs.ts'
import { logarithm } from './logarithm.ts'
import { standardNormal } from './numpy-legacy.ts'
import { normalNumbers } from './polar.ts'

/** One kind of inputs. */
export interface Kind {
  readonly about: string
  /** Whether x may be scaled and shifted; where not, the kind has scales of its own. */
  readonly scales: boolean
  readonly draw: (seed: number, sizes: Sizes, how: { scale: number; shift: number }) => Inputs
}

/** The kinds of inputs there are; the first is taken when nothing is said. */
export const KINDS = {
  discriminating: {
    about: 'tells mistakes apart: whatever differs from a right layer anywhere shows in the result',
    scales: false,
    draw: discriminating,
  },
  normal: {
    about: 'standard normal numbers, of a stream of its own for every field',
    scales: true,
    draw(seed, sizes, how) {
      const streamOf = (name: string) =>
        normalNumbers(signedNumbers(seed, `normal ${name}`), logarithm)
      return drawn(streamOf, sizes, how)
    },
  },
  'numpy-legacy': {
    about:
      'the numbers of np.random.seed(seed) and np.random.randn, one stream in the order x, gamma, beta, dout, running mean, running var',
    scales: true,
    draw(seed, sizes, how) {
      const stream = standardNormal(seed)
      return drawn(() => stream, sizes, how)
    },
  },
} as const satisfies Record<string, Kind>

export type KindName = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as [KindName, ...KindName[]]
