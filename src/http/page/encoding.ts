import type { IncomingHttpHeaders } from 'node:http'
import Negotiator from 'negotiator'
import { ENCODINGS, type Encoding } from './assets.ts'

/** The encoding that a client takes and that is the smallest. */
export function encodingFor(headers: IncomingHttpHeaders): Encoding {
  const taken = new Negotiator({ headers }).encodings([...ENCODINGS])
  return ENCODINGS.find((encoding) => taken.includes(encoding)) ?? 'identity'
}
