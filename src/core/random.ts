/**
 * A stream of numbers in (-1, 1), none of them 0, of both signs: the same for the same seed, on every machine.
 *
 * xoshiro128** (Blackman and Vigna 2021, doi:10.1145/3460772), its state filled by SplitMix32.
 *
 * @param seed a whole number; only its low 32 bits count
 * @param stream which of the streams of that seed
 */
export function signedNumbers(seed: number, stream: string): () => number {
  const next = xoshiro128(fill(seed, stream))
  return () => (next() + 0.5) * 2 ** -31 - 1
}

type State = [number, number, number, number]

function fill(seed: number, stream: string): State {
  let mixed = seed >>> 0
  for (const letter of stream) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193)
  const word = () => {
    mixed = (mixed + 0x9e3779b9) | 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return z ^ (z >>> 16)
  }
  return [word(), word(), word(), word()]
}

/** Whole numbers from 0 to 2^32 - 1. */
function xoshiro128(s: State): () => number {
  const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k))
  return () => {
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0
    const t = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = rotate(s[3], 11)
    return result
  }
}
