import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { linkOf, type State, stateOf } from '../state/state.ts'

/** Changes a part of the state; a function gets what the state is by then, which a file that was read slowly needs. */
export type Change = (part: Partial<State> | ((before: State) => Partial<State>)) => void

/** The state, kept in the address; whoever changes either changes both. */
export function usePageState(): { state: State; change: Change; isLink: boolean } {
  const [state, setState] = useState(() => stateOf(location.hash))
  const link = useMemo(() => linkOf(state), [state])

  useEffect(() => {
    const follow = () => setState(stateOf(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])

  useLayoutEffect(() => {
    if (link === undefined || location.hash.slice(1) === link) return
    try {
      history.replaceState(null, '', `#${link}`)
    } catch {
      // Safari allows it a hundred times in half a minute, which typing exceeds; a later change catches up.
    }
  }, [link])

  const change: Change = (part) =>
    setState((before) => ({ ...before, ...(typeof part === 'function' ? part(before) : part) }))
  return { state, change, isLink: link !== undefined }
}
