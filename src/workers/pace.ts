/** How long jobs take, as those of late have done. */
export interface Pace {
  /** A job begins; what comes back is called at its end. */
  start(): () => void
  /** In ms; 0 before the first job is done. */
  of(): number
}

/** How much the latest job counts. */
const LATEST = 0.25

export function keepPace(now: () => number = () => performance.now()): Pace {
  let mean: number | undefined
  return {
    start() {
      const begun = now()
      return () => {
        const took = now() - begun
        mean = mean === undefined ? took : mean + LATEST * (took - mean)
      }
    },
    of: () => mean ?? 0,
  }
}
