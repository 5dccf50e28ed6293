/**
 * Standard normal numbers by the polar method of Marsaglia, two from each point of the unit disk; the second coordinate
 * is used first, as NumPy's legacy generator does.
 *
 * Marsaglia and Bray 1964, doi:10.1137/1006063.
 *
 * @param signed numbers in [-1, 1)
 * @param log the natural logarithm, of numbers in (0, 1)
 */
export function normalNumbers(signed: () => number, log: (x: number) => number): () => number {
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const kept = spare
      spare = undefined
      return kept
    }
    for (;;) {
      const u = signed()
      const v = signed()
      const square = u * u + v * v
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * log(square)) / square)
      spare = factor * u
      return factor * v
    }
  }
}
