const SIZE = 624
const MIDDLE = 397

/**
 * Whole numbers from 0 to 2^32 - 1: MT19937, seeded as np.random.seed(seed) seeds it.
 *
 * Matsumoto and Nishimura 1998, doi:10.1145/272991.272995: init_genrand and genrand_int32.
 *
 * @param seed from 0 to 2^32 - 1
 */
export function mersenneTwister(seed: number): () => number {
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
