import { randomBytes } from 'node:crypto'
import type { Scope } from '../../schemas/scopes.ts'
import { digestOf, KEY_NAME, parseScopes } from './keys.ts'

/** What tokens begin with, so that people and scanners of secrets know one where they see one. */
export const TOKEN_PREFIX = 'bnk_'

export interface NewKey {
  /** For its holder, and shown once. */
  readonly token: string
  /** For the service: an entry of KEYS or KEYS_FILE. */
  readonly entry: string
}

/** A fresh key of 32 random bytes. */
export function makeKey(name: string, scopes: readonly Scope[]): NewKey {
  const token = TOKEN_PREFIX + randomBytes(32).toString('base64url')
  return { token, entry: `${name} ${scopes.join(',')} ${digestOf(token).toString('hex')}` }
}

/** The key that `new --name course-a --scopes grade,diagnose` asks for; undefined for other words. */
export function keyFor(words: readonly string[]): NewKey | undefined {
  const [verb, ...rest] = words
  const options = new Map([0, 2].map((at) => [rest[at], rest[at + 1] ?? '']))
  const name = options.get('--name') ?? ''
  const scopes = parseScopes(options.get('--scopes') ?? '')
  const isClear = verb === 'new' && rest.length === 4 && KEY_NAME.test(name)
  return isClear && scopes ? makeKey(name, scopes) : undefined
}
