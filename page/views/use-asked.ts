import { useEffect, useState } from 'preact/hooks'
import { type Problem, Refused } from '../service/ask.ts'

export interface Asked<Made> {
  /** The last answer, until the next has come. */
  readonly made: Made | undefined
  /** Why the last question has no answer. */
  readonly problem: Problem | undefined
  readonly isBusy: boolean
}

/** While somebody types, how long to wait before the service is asked, in ms. */
const PAUSE = 200

/**
 * What the service says to a question that is asked anew whenever something changes.
 *
 * @param make asks; what it throws other than Refused is a fault of the page
 * @param changes what the question depends on
 */
export function useAsked<Made>(
  make: (signal: AbortSignal) => Promise<Made>,
  changes: readonly unknown[],
): Asked<Made> {
  const [asked, setAsked] = useState<Asked<Made>>({
    made: undefined,
    problem: undefined,
    isBusy: true,
  })
  // What a question depends on, its asker says.
  useEffect(() => {
    const gone = new AbortController()
    setAsked((before) => ({ ...before, isBusy: true }))
    const put = async () => {
      try {
        const made = await make(gone.signal)
        if (!gone.signal.aborted) setAsked({ made, problem: undefined, isBusy: false })
      } catch (error) {
        if (gone.signal.aborted) return
        if (!(error instanceof Refused)) throw error
        setAsked((before) => ({ ...before, problem: error.problem, isBusy: false }))
      }
    }
    const ready = setTimeout(put, asked.made === undefined ? 0 : PAUSE)
    return () => {
      clearTimeout(ready)
      gone.abort()
    }
  }, changes)
  return asked
}
