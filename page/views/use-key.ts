import { useEffect, useState } from 'preact/hooks'
import { type KeyState, keyState, onKey } from '../service/key.ts'

/** The key, now and whenever it changes. */
export function useKey(): KeyState {
  const [state, setState] = useState(keyState)
  useEffect(() => {
    const follow = () => setState(keyState())
    follow()
    return onKey(follow)
  }, [])
  return state
}
