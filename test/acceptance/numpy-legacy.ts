/**
 * NumPy's legacy generator, as np.random.seed(seed) and np.random.randn() use it: MT19937 and the polar method of
 * Marsaglia. It takes one logarithm per pair, and that is NumPy's to the last bit only where both take it from the same
 * C library; no digit that a notebook prints depends on it.
 *
 * Matsumoto and Nishimura 1998, doi:10.1145/272991.272995; numpy/random/src/legacy.
 */
export function standardNormal(seed: number): () => number {
  const uniform = uniformNumbers(mersenneTwister(seed))
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const kept = spare
      spare = undefined
      return kept
    }
    for (;;) {
      const u = 2 * uniform() - 1
      const v = 2 * uniform() - 1
      const square = u * u + v * v
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * Math.log(square)) / square)
      spare = factor * u
      return factor * v
    }
  }
}

/** Numbers in [0, 1) of 53 bits, each from two words. */
function uniformNumbers(word: () => number): () => number {
  return () => {
    const high = word() >>> 5
    const low = word() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }
}

const SIZE = 624
const MIDDLE = 397

function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(SIZE)
  state[0] = seed
  for (let i = 1; i < SIZE; i++) {
    const last = state[i - 1] as number
    state[i] = Math.imul(last ^ (last >>> 30), 1812433253) + i
  }
  let next = SIZE
  return () => {
    if (next === SIZE) {
      twist(state)
      next = 0
    }
    let y = state[next++] as number
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < SIZE; i++) {
    const y = ((state[i] as number) & 0x80000000) | ((state[(i + 1) % SIZE] as number) & 0x7fffffff)
    state[i] = (state[(i + MIDDLE) % SIZE] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
  }
}
