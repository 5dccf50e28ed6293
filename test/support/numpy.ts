import { readFileSync } from 'node:fs'

/** What NumPy wrote; see make.py beside the files. */

interface Words {
  readonly shape: readonly number[]
  readonly words: readonly string[]
}

interface Numbers {
  readonly shape: readonly number[]
  readonly float64: string
}

/** What an array holds, row-major. */
export interface Held {
  readonly shape: readonly number[]
  readonly data: Float64Array | readonly string[]
}

/** A file and what it holds; nothing for one that has to be refused. */
export interface Fixture<Holds> {
  readonly name: string
  readonly bytes: Buffer
  readonly holds?: Holds
}

function load<Row>(file: string): (Row & { readonly name: string; readonly bytes: string })[] {
  const url = new URL(`../fixtures/numpy/${file}`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8'))
}

function held(array: Words | Numbers): Held {
  if ('words' in array) return { shape: array.shape, data: array.words }
  const bytes = new Uint8Array(Buffer.from(array.float64, 'base64'))
  return { shape: array.shape, data: new Float64Array(bytes.buffer) }
}

export const arrays: Fixture<Held>[] = load<{ holds?: Words | Numbers }>('arrays.json').map(
  ({ name, bytes, holds }) => ({
    name,
    bytes: Buffer.from(bytes, 'base64'),
    ...(holds && { holds: held(holds) }),
  }),
)

/** Archives, and what their members hold by the names of the fields. */
export const archives: Fixture<Record<string, Held>>[] = load<{
  holds?: Record<string, Words | Numbers>
}>('archives.json').map(({ name, bytes, holds }) => ({
  name,
  bytes: Buffer.from(bytes, 'base64'),
  ...(holds && {
    holds: Object.fromEntries(Object.entries(holds).map(([key, each]) => [key, held(each)])),
  }),
}))

/** The archive of that name. */
export function archiveNamed(name: string): Buffer {
  const found = archives.find((each) => each.name === name)
  if (!found) throw new Error(`there is no archive "${name}"`)
  return found.bytes
}
