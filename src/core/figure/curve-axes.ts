/** Axes of powers of ten. */

/** One axis: from a power of ten to another, along a stretch of the figure. */
export interface Axis {
  /** The exponents at both ends, in whole numbers. */
  readonly least: number
  readonly most: number
  /** Where the ends lie in the figure. */
  readonly start: number
  readonly end: number
}

/** Distances between labels, in decades. */
const DISTANCES = [1, 2, 4, 5, 10, 20, 50, 100, 200]

/** The axis that holds all numbers, and has room below them for a 0 where there is one. */
export function axisFor(
  numbers: readonly number[],
  [start, end]: readonly [number, number],
  { withZero = false, otherwise }: { withZero?: boolean; otherwise: readonly [number, number] },
): Axis {
  const exponents = numbers.filter((number) => number > 0).map(Math.log10)
  const [low, high] =
    exponents.length === 0 ? otherwise : [Math.min(...exponents), Math.max(...exponents)]
  // A power of ten has to be found as one, though its logarithm is off by a rounding.
  const least = Math.floor(low + 1e-9)
  const most = Math.max(Math.ceil(high - 1e-9), least + 1)
  return { least: withZero ? least - 1 : least, most, start, end }
}

/** Where a number lies; 0 at the end of the small ones. */
export function placeOn({ least, most, start, end }: Axis, number: number): number {
  if (number === 0) return start
  return round(start + ((Math.log10(number) - least) / (most - least)) * (end - start))
}

/** The exponents to label, no more than so many. */
export function ticksOf({ least, most }: Axis, count: number): number[] {
  const distance = DISTANCES.find((each) => (most - least) / each <= count) ?? 500
  const first = Math.ceil(least / distance) * distance
  const ticks = Array.from(
    { length: Math.floor((most - first) / distance) + 1 },
    (_, k) => first + k * distance,
  )
  return ticks.map((tick) => tick + 0)
}

export const round = (place: number) => Math.round(place * 10) / 10
