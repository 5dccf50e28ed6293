import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { hashOf, LONGEST, type State, stateOf } from '../state/state.ts'

export type Change = (part: Partial<State>) => void

/** The state, kept in the address; whoever changes either changes both. */
export function usePageState(): { state: State; change: Change; isLink: boolean } {
  const [state, setState] = useState(() => stateOf(location.hash))
  const hash = hashOf(state)
  const isLink = hash.length <= LONGEST

  useEffect(() => {
    const follow = () => setState(stateOf(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])

  useLayoutEffect(() => {
    if (isLink && location.hash.slice(1) !== hash) history.replaceState(null, '', `#${hash}`)
  }, [hash, isLink])

  const change = (part: Partial<State>) => setState((before) => ({ ...before, ...part }))
  return { state, change, isLink }
}
