/** Numbers that are the same in every run: a stream of standard normals from a seed. */
export function normals(seed: number): () => number {
  let state = seed >>> 0
  // mulberry32 by Tommy Ettinger, in the public domain.
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let z = Math.imul(state ^ (state >>> 15), 1 | state)
    z ^= z + Math.imul(z ^ (z >>> 7), 61 | z)
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32
  }
  // Box and Muller; two uniforms are one of 53 bits, so that the numbers have all their digits.
  return () => {
    const u = uniform() + uniform() / 2 ** 32
    return (
      Math.sqrt(-2 * Math.log(1 - Math.min(u, 1 - 2 ** -53))) * Math.cos(2 * Math.PI * uniform())
    )
  }
}

/** `count` of them, each times `scale` and plus `shift`. */
export function drawn(
  normal: () => number,
  count: number,
  { scale = 1, shift = 0 } = {},
): Float64Array {
  return Float64Array.from({ length: count }, () => normal() * scale + shift)
}
