/** Averages side by side, K of them: what each began with, the batches it was made of, what it came to. */
export interface Series {
  readonly first: Float64Array
  readonly batches: readonly Float64Array[]
  readonly last: Float64Array
  /** The size of each, by which its error is measured. */
  readonly scale: Float64Array
}

/** Where to look first: evenly, and closer and closer to both ends. */
const GRID: readonly number[] = [
  ...Array.from({ length: 33 }, (_, k) => k / 32),
  ...Array.from({ length: 12 }, (_, k) => 2 ** -(k + 6)),
  ...Array.from({ length: 12 }, (_, k) => 1 - 2 ** -(k + 6)),
].sort((a, b) => a - b)

/** How many valleys of the grid are gone down, in how many steps, and how often a step that leads up is halved. */
const [VALLEYS, STEPS, HALVINGS] = [3, 20, 8]

/**
 * What part of the old has to be kept after each batch for these averages to come out as they did: the one of the least
 * squares, from 0 to 1, by Gauss and Newton from the lowest places of a grid.
 */
export function fittedKeep(series: Series): number {
  const errors = GRID.map((keep) => measured(series, keep).error)
  const valleys = GRID.map((keep, k) => ({ keep, error: errors[k] as number }))
    .filter(
      ({ error }, k) => error <= (errors[k - 1] ?? error) && error <= (errors[k + 1] ?? error),
    )
    .toSorted((a, b) => a.error - b.error)
    .slice(0, VALLEYS)
  const [best] = valleys
    .map(({ keep }) => descended(series, keep))
    .toSorted((a, b) => a.error - b.error)
  return best?.keep ?? 1
}

function descended(series: Series, from: number): { keep: number; error: number } {
  let keep = from
  let here = measured(series, keep)
  for (let step = 0; step < STEPS; step++) {
    if (here.curvature === 0) break
    let move = -here.slope / here.curvature
    const to = () => Math.min(1, Math.max(0, keep + move))
    let next = measured(series, to())
    for (let halving = 0; halving < HALVINGS && next.error > here.error; halving++) {
      move /= 2
      next = measured(series, to())
    }
    if (next.error >= here.error) break
    keep = to()
    here = next
  }
  return { keep, error: here.error }
}

/** The sum of the squared errors at a keep, half its derivative, and half its second one but for terms that vanish at 0. */
function measured({ first, batches, last, scale }: Series, keep: number) {
  let [error, slope, curvature] = [0, 0, 0]
  for (let k = 0; k < first.length; k++) {
    let value = first[k] as number
    let change = 0
    for (const batch of batches) {
      const fresh = batch[k] as number
      change = keep * change + value - fresh
      value = keep * value + (1 - keep) * fresh
    }
    const off = (value - (last[k] as number)) / (scale[k] as number)
    const rise = change / (scale[k] as number)
    error += off * off
    slope += off * rise
    curvature += rise * rise
  }
  return { error, slope, curvature }
}
