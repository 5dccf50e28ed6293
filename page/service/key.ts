/** The key that the service is asked with, where it asks for one. The browser keeps it until the tab is closed. */

const PLACE = 'batchnorm-key'

/** The key, empty where there is none; and whether the service asks for one. */
export interface KeyState {
  readonly key: string
  readonly isWanted: boolean
}

let state: KeyState = { key: stored() ?? '', isWanted: false }
const listeners = new Set<() => void>()

export const keyState = (): KeyState => state

/** @returns what ends the listening */
export function onKey(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The service has refused to answer without one, or without another. */
export function wantKey(): void {
  change({ ...state, isWanted: true })
}

/** Asks with this key from now on; with none, when it is empty. */
export function keepKey(key: string): void {
  store(key)
  change({ key, isWanted: false })
}

function change(next: KeyState): void {
  state = next
  for (const listener of listeners) listener()
}

/** A browser may be told to store nothing: then a key lasts until the page is left. */
function stored(): string | null {
  try {
    return sessionStorage.getItem(PLACE)
  } catch {
    return null
  }
}

function store(key: string): void {
  try {
    if (key === '') sessionStorage.removeItem(PLACE)
    else sessionStorage.setItem(PLACE, key)
  } catch {
    // As above.
  }
}
