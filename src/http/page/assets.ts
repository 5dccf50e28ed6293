import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

/** What is sent to a browser, in the encodings that browsers take. */
export interface Asset {
  readonly type: string
  readonly bodies: Readonly<Record<Encoding, Buffer>>
}

/** Best first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** Packs a text once for all who will ask for it. */
export async function assetOf(type: string, text: string): Promise<Asset> {
  const identity = Buffer.from(text)
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(identity),
    promisify(gzip)(identity),
  ])
  return { type: `${type}; charset=utf-8`, bodies: { br, gzip: gzipped, identity } }
}

/** A short word that changes when any of the texts does. */
export function versionOf(texts: Iterable<string>): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text)
  return hash.digest('base64url').slice(0, 12)
}

/** A text as a content security policy names it. */
export function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
