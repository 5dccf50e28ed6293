import { readFile } from 'node:fs/promises'
import { type Key, KeyError, keyOf, parseKeys } from './keys.ts'

export interface KeySettings {
  /** The keys themselves, and a file that has more; nothing for none. */
  readonly KEYS: string
  readonly KEYS_FILE: string
}

/** The keys of a service, those of its file as it is now. */
export interface KeyBook {
  /** The key that a token belongs to. */
  find(token: string): Key | undefined
  close(): void
}

/** What of a log is needed here. */
interface Log {
  info(about: object, message: string): void
  error(about: object, message: string): void
}

/**
 * How often the file is read again, in ms. Not watched: a mounted secret is a link to a folder that is swapped, and
 * few file systems tell of that. It is small, and its text is compared, since a clock may stand still between two.
 */
const AGAIN_MS = 1_000

/**
 * Opens the keys; undefined when none are set and everything is open. A file that changes for the worse later leaves
 * the keys as they are, and the log says so.
 *
 * @throws KeyError when the file can't be read or used to begin with
 */
export async function openKeys(
  { KEYS, KEYS_FILE }: KeySettings,
  log: Log,
  again = AGAIN_MS,
): Promise<KeyBook | undefined> {
  const fixed = KEYS === '' ? [] : parseKeys(KEYS)
  if (KEYS_FILE === '') return fixed.length === 0 ? undefined : bookOf(() => fixed)
  const first = await read(KEYS_FILE)
  if (first.fault !== undefined) throw new KeyError(first.fault)
  let filed = parseKeys(first.text)

  const close = follow(KEYS_FILE, first, again, ({ text, fault }) => {
    try {
      if (fault !== undefined) throw new KeyError(fault)
      filed = parseKeys(text)
      log.info({ keys: filed.map(({ name }) => name) }, 'the keys have changed')
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
      log.error({ fault: error.message }, 'the new keys can not be used; the old ones stay')
    }
  })
  return bookOf(() => [...fixed, ...filed], close)
}

function bookOf(keys: () => readonly Key[], close: () => void = () => {}): KeyBook {
  return { find: (token) => keyOf(token, keys()), close }
}

/** The text of a file, or why there is none. */
interface Look {
  readonly text: string
  readonly fault?: string
}

async function read(file: string): Promise<Look> {
  try {
    return { text: await readFile(file, 'utf8') }
  } catch (error) {
    return { text: '', fault: `the file can not be read: ${(error as NodeJS.ErrnoException).code}` }
  }
}

/** Tells of a file that is another than before. One look may catch it half written, so two have to agree. */
function follow(file: string, first: Look, again: number, tell: (now: Look) => void): () => void {
  let [known, before] = [first, first]
  let isBusy = false
  const timer = setInterval(async () => {
    if (isBusy) return
    isBusy = true
    const now = await read(file)
    isBusy = false
    if (isSame(now, before) && !isSame(now, known)) {
      known = now
      tell(now)
    }
    before = now
  }, again)
  timer.unref()
  return () => clearInterval(timer)
}

const isSame = (a: Look, b: Look) => a.text === b.text && a.fault === b.fault
