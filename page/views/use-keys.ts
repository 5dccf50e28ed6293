import { useEffect } from 'preact/hooks'
import { MOMENTS, placeOf } from '../state/moments.ts'
import type { Change } from './use-state.ts'

/** Where a key has a meaning of its own. */
const OWN = 'input, select, textarea, [contenteditable], [role=tab], [role=application]'

const GOES: Readonly<Record<string, (place: number) => number>> = {
  ArrowRight: (place) => place + 1,
  ArrowLeft: (place) => place - 1,
  Home: () => 0,
  End: () => MOMENTS.length - 1,
}

/** The arrow keys step, Home and End go to the first and the last step. */
export function useKeys(at: string, change: Change): void {
  useEffect(() => {
    const step = (event: KeyboardEvent) => {
      const { key, target, altKey, ctrlKey, metaKey } = event
      if (altKey || ctrlKey || metaKey || (target as Element).closest(OWN)) return
      const moment = MOMENTS[GOES[key]?.(placeOf(at)) ?? -1]
      if (!moment) return
      event.preventDefault()
      change({ at: moment.id, look: undefined })
    }
    addEventListener('keydown', step)
    return () => removeEventListener('keydown', step)
  })
}
