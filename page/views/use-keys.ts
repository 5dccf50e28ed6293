import { useEffect } from 'preact/hooks'
import { MOMENTS, placeOf } from '../state/moments.ts'
import type { Change } from './use-state.ts'

/** Where a key has a meaning of its own. */
const OWN = 'input, select, textarea, pre, [contenteditable], [role=tab], [role=application]'

const GOES: Readonly<Record<string, (place: number) => number>> = {
  ArrowRight: (place) => place + 1,
  ArrowLeft: (place) => place - 1,
  Home: () => 0,
  End: () => MOMENTS.length - 1,
}

/** The arrow keys step, Home and End go to the first and the last step. */
export function useKeys(change: Change): void {
  useEffect(() => {
    const step = (event: KeyboardEvent) => {
      const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event
      if (altKey || ctrlKey || metaKey || shiftKey) return
      if (target instanceof Element && target.closest(OWN)) return
      const go = GOES[key]
      if (!go) return
      event.preventDefault()
      // Keys may come faster than the page is drawn, so each goes on from where the last one led.
      change(({ at }) => {
        const moment = MOMENTS[go(placeOf(at))]
        return moment ? { at: moment.id, look: undefined } : {}
      })
    }
    addEventListener('keydown', step)
    return () => removeEventListener('keydown', step)
  }, [])
}
