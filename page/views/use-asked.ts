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

/** An answer, and what the question depended on that it answers. */
interface Answered<Made> extends Omit<Asked<Made>, 'isBusy'> {
  readonly to: readonly unknown[]
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
  const [asked, setAsked] = useState<Answered<Made>>({
    made: undefined,
    problem: undefined,
    to: [],
  })
  const { key } = useKey()
  // What else a question depends on, its asker says.
  const dependencies = [...changes, key]
  useEffect(() => {
    const gone = new AbortController()
    const put = async () => {
      try {
        const made = await make(gone.signal)
        if (!gone.signal.aborted) setAsked({ made, problem: undefined, to: dependencies })
      } catch (error) {
        if (gone.signal.aborted) return
        if (!(error instanceof Refused)) throw error
        // What was answered before is about something else: nobody may take it for the answer to this.
        setAsked({ made: undefined, problem: error.problem, to: dependencies })
        if (PASSING.includes(error.problem.code)) ready = setTimeout(put, LATER)
      }
    }
    let ready = setTimeout(put, asked.made === undefined ? 0 : pause)
    return () => {
      clearTimeout(ready)
      gone.abort()
    }
  }, dependencies)
  const { made, problem, to } = asked
  // Busy from the very frame in which the question changes, and not from when it is sent.
  return { made, problem, isBusy: !dependencies.every((each, k) => k in to && each === to[k]) }
}
