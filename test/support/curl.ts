/** A request as fetch takes it, and whether its answer is kept in a file instead of shown. */
export interface CurlRequest {
  readonly url: string
  readonly init: { method: string; headers: Record<string, string>; body?: string }
  readonly toFile: boolean
}

/**
 * What a curl command would send.
 *
 * @param words the command without its name
 * @throws Error for a flag that the documents don't use
 */
export function requestOf(words: readonly string[]): CurlRequest {
  const rest = [...words]
  const headers: Record<string, string> = {}
  let [url, method, body]: (string | undefined)[] = []
  let toFile = false
  const value = (flag: string) => {
    const next = rest.shift()
    if (next === undefined) throw new Error(`${flag} needs a value`)
    return next
  }
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-s' || word === '-sS') continue
    if (word === '-H') {
      const [name = '', content = ''] = value(word).split(/:\s*(.*)/)
      headers[name.toLowerCase()] = content
    } else if (word === '-X') method = value(word)
    else if (word === '-d') body = value(word)
    else if (word === '-o') toFile = value(word) !== ''
    else if (word.startsWith('-')) throw new Error(`the documents don't use the flag ${word}`)
    else if (url === undefined) url = word
    else throw new Error(`two addresses: ${url} ${word}`)
  }
  if (url === undefined) throw new Error('no address')
  if (body !== undefined) headers['content-type'] ??= 'application/x-www-form-urlencoded'
  return {
    url,
    init: {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      ...(body !== undefined && { body }),
    },
    toFile,
  }
}
