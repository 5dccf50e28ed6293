import { logarithm } from './logarithm.ts'
import { mersenneTwister } from './mersenne-twister.ts'
import { normalNumbers } from './polar.ts'

/**
 * The numbers of np.random.seed(seed) and np.random.randn(), to the last bit those of NumPy where its logarithm is that of
 * the GNU C library on an x86-64 processor with FMA.
 *
 * numpy/random/src/legacy/legacy-distributions.c, legacy_gauss.
 *
 * @param seed from 0 to 2^32 - 1
 */
export function standardNormal(seed: number): () => number {
  const uniform = uniformNumbers(mersenneTwister(seed))
  return normalNumbers(() => 2 * uniform() - 1, logarithm)
}

/** Numbers in [0, 1) of 53 bits, each from two words. */
function uniformNumbers(word: () => number): () => number {
  return () => {
    const high = word() >>> 5
    const low = word() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }
}
