/**
 * Those who wait, in turns: the clients one after the other, each client's own in the order they came. So one request
 * waits behind one of everybody else's, and not behind all that somebody sent before.
 */
export interface FairQueue<Entry> {
  readonly length: number
  /** How many would come before an entry that this client added now. */
  ahead(client: string): number
  /**
   * Lets an entry wait. Where no place is left, the client with the most entries gives up its last one, if that
   * leaves it with no fewer than this client has then: everybody has a share of the places, and nobody's are kept free.
   *
   * @returns who has to go: nobody, or the one who gives way, which may be the entry itself
   */
  add(client: string, entry: Entry): Entry | undefined
  /** Takes the next one out. */
  next(): Entry | undefined
  /** Takes one out that no longer waits. */
  remove(client: string, entry: Entry): void
  /** Takes all of them out. */
  clear(): Entry[]
}

/** @param most how many may wait */
export function fairQueue<Entry>(most: number): FairQueue<Entry> {
  /** Whose turn is next comes first; nobody is here without an entry. */
  const lines = new Map<string, Entry[]>()
  let length = 0

  function put(client: string, entry: Entry): void {
    const line = lines.get(client)
    if (line) line.push(entry)
    else lines.set(client, [entry])
    length += 1
  }

  function remove(client: string, entry: Entry): void {
    const line = lines.get(client) ?? []
    const at = line.indexOf(entry)
    if (at < 0) return
    line.splice(at, 1)
    length -= 1
    if (line.length === 0) lines.delete(client)
  }

  return {
    get length() {
      return length
    },
    ahead(client) {
      const own = lines.get(client)?.length ?? 0
      const before = ([name, line]: [string, Entry[]]) =>
        name === client ? own : Math.min(line.length, own + 1)
      return [...lines].reduce((sum, each) => sum + before(each), 0)
    },
    add(client, entry) {
      if (length < most) {
        put(client, entry)
        return undefined
      }
      const [longest, line] = [...lines].reduce<[string, Entry[]]>(
        (before, each) => (each[1].length > before[1].length ? each : before),
        ['', []],
      )
      const own = lines.get(client)?.length ?? 0
      const last = line.at(-1)
      if (last === undefined || line.length <= own + 1) return entry
      remove(longest, last)
      put(client, entry)
      return last
    },
    next() {
      const [first] = lines
      if (!first) return undefined
      const [client, line] = first
      const entry = line.shift()
      length -= 1
      lines.delete(client)
      if (line.length > 0) lines.set(client, line)
      return entry
    },
    remove,
    clear() {
      const all = [...lines.values()].flat()
      lines.clear()
      length = 0
      return all
    },
  }
}
