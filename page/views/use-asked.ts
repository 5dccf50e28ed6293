import { useEffect, useState } from 'preact/hooks'
import { type Problem, Refused } from '../service/ask.ts'
import { useKey } from './use-key.ts'

export interface Asked<Made> {
  /** The last answer, until the next has come or there is none. */
  readonly made: Made | undefined
  /** Why the last question has no answer. */
  readonly problem: Problem | undefined
  readonly isBusy: boolean
}

/** While somebody types, how long to wait before the service is asked, in ms. */
const PAUSE = 200

/** What passes by itself, and how long to wait before the service is asked again, in ms. */
const PASSING = ['unreachable', 'busy', 'stopping']
const LATER = 3000

/**
 * What the service says to a question that is asked anew whenever something changes, the key too.
 *
 * @param make asks; what it throws other than Refused is a fault of the page
 * @param changes what the question depends on
 * @param pause how long it has to stay the same, in ms
 */
export function useAsked<Made>(
  make: (signal: AbortSignal) => Promise<Made>,
  changes: readonly unknown[],
  pause = PAUSE,
): Asked<Made> {
  const [asked, setAsked] = useState<Asked<Made>>({
    made: undefined,
    problem: undefined,
    isBusy: true,
  })
  const { key } = useKey()
  // What else a question depends on, its asker says.
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
        // What was answered before is about something else: nobody may take it for the answer to this.
        setAsked({ made: undefined, problem: error.problem, isBusy: false })
        if (PASSING.includes(error.problem.code)) ready = setTimeout(put, LATER)
      }
    }
    let ready = setTimeout(put, asked.made === undefined ? 0 : pause)
    return () => {
      clearTimeout(ready)
      gone.abort()
    }
  }, [...changes, key])
  return asked
}
