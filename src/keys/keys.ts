import { hash, timingSafeEqual } from 'node:crypto'
import { SCOPES, type Scope } from '../../schemas/scopes.ts'

/** A key as the service knows it: never the token itself, which its holder alone has. */
export interface Key {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** SHA-256 of the token, 32 bytes. A token is 32 random bytes, so nothing slower is needed. */
  readonly digest: Buffer
}

/** A list of keys that can't be used. It says where and why, and quotes nothing: a token may stand there by mistake. */
export class KeyError extends Error {}

/** As a log line and a header of the log may carry it. */
export const KEY_NAME = /^[\w.-]{1,64}$/

/**
 * The keys of a list: one a line, or one between two semicolons, as `name scope,scope digest` with the digest in hex.
 * Lines that are empty or begin with # count for nothing. Two keys may have one name, while one replaces the other.
 *
 * @throws KeyError when an entry is no key, two have one token, or there is none
 */
export function parseKeys(text: string): Key[] {
  const keys = text.split(/[\n;]/).flatMap((line, k) => {
    const entry = line.trim()
    return entry === '' || entry.startsWith('#') ? [] : [parseKey(entry, k + 1)]
  })
  if (keys.length === 0) throw new KeyError('there is no key')
  if (new Set(keys.map(({ digest }) => digest.toString('hex'))).size < keys.length) {
    throw new KeyError('two entries have one token')
  }
  return keys
}

function parseKey(entry: string, at: number): Key {
  const fault = (what: string) => new KeyError(`entry ${at}: ${what}`)
  const [name = '', scopes = '', digest = '', ...more] = entry.split(/\s+/)
  if (more.length > 0) throw fault('expected a name, scopes and a digest')
  if (!KEY_NAME.test(name)) throw fault('the name is no plain word of up to 64 characters')
  const known = parseScopes(scopes)
  if (!known) throw fault(`the scopes are not some of ${Object.keys(SCOPES).join(',')}`)
  if (!/^[\da-f]{64}$/i.test(digest)) throw fault('the digest is not 64 digits of hex')
  return { name, scopes: known, digest: Buffer.from(digest, 'hex') }
}

/** Scopes between commas; undefined when there is none or one is not known. */
export function parseScopes(text: string): Scope[] | undefined {
  const scopes = text.split(',')
  return scopes.every((scope) => Object.hasOwn(SCOPES, scope)) ? (scopes as Scope[]) : undefined
}

export const digestOf = (token: string): Buffer => hash('sha256', token, 'buffer')

/** The key that a token belongs to. It is compared with every key, so the time it takes tells nothing of any. */
export function keyOf(token: string, keys: readonly Key[]): Key | undefined {
  const digest = digestOf(token)
  let found: Key | undefined
  for (const key of keys) if (timingSafeEqual(key.digest, digest)) found = key
  return found
}
