import { isIP } from 'node:net'
import { z } from 'zod'
import { KeyError, parseKeys } from './keys/keys.ts'
import type { Limits } from './operations/operation.ts'

/** A whole number as an environment holds it: digits only, so that neither 1e3 nor 0x10 nor " 1" passes for one. */
function whole(lowest: number, highest: number, initial: number) {
  const bounds = `expected a whole number from ${lowest} to ${highest}`
  return z
    .string()
    .regex(/^\d{1,15}$/, bounds)
    .transform(Number)
    .pipe(z.number().min(lowest, bounds).max(highest, bounds))
    .default(initial)
}

/** A body of text is read as one string, and the engine has none that is longer. */
const LONGEST_TEXT = 2 ** 29 - 24

function faultOfKeys(text: string): string | undefined {
  try {
    parseKeys(text)
    return undefined
  } catch (error) {
    if (error instanceof KeyError) return error.message
    throw error
  }
}

const NAMED = ['loopback', 'linklocal', 'uniquelocal']

/** Addresses and ranges between commas, or the names that stand for some. */
function isProxies(text: string): boolean {
  return text.split(',').every((each) => {
    const [address = '', bits, ...more] = each.trim().split('/')
    const family = isIP(address)
    if (family === 0) return NAMED.includes(each.trim())
    const isWhole = bits === undefined || /^\d{1,3}$/.test(bits)
    return more.length === 0 && isWhole && Number(bits ?? 0) <= (family === 4 ? 32 : 128)
  })
}

/** Origins as browsers send them, with commas between them; or all, said plainly. */
function isOrigins(text: string): boolean {
  if (text === '' || text === '*') return true
  return text.split(',').every((each) => !each.includes('*') && URL.parse(each)?.origin === each)
}

const milliseconds = (initial: number) => whole(1, 600_000, initial)

/** Everything that can be set, each by an environment variable of the same name; nobody else reads the environment. */
export const Config = z
  .object({
    HOST: z
      .string()
      .default('127.0.0.1')
      .describe('The address to listen on; `0.0.0.0` in the image.'),
    PORT: whole(0, 65_535, 3000).describe('The port; 0 takes a free one.'),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info')
      .describe('The least urgent log line to write.'),
    KEYS: z
      .string()
      .default('')
      .superRefine((text, context) => {
        const message = text === '' ? undefined : faultOfKeys(text)
        if (message !== undefined) context.addIssue({ code: 'custom', message })
      })
      .describe('Keys that open the service, between semicolons; without any it is open to all.'),
    KEYS_FILE: z
      .string()
      .default('')
      .describe('A file with more of them, one a line; it is read again when it changes.'),
    RATE_LIMIT: whole(0, 1_000_000, 0).describe(
      'The most computations a minute for each key, or without keys for each address; 0 for no limit.',
    ),
    REDIS_URL: z
      .string()
      .regex(/^(rediss?:\/\/\S+)?$/, 'expected redis:// or rediss:// and a host')
      .default('')
      .describe('A Redis or Valkey that counts them for all replicas together.'),
    TRUST_PROXY: z
      .string()
      .refine(isProxies, 'expected addresses, ranges as 10.0.0.0/8, loopback or uniquelocal')
      .default('')
      .describe(
        "The addresses of balancers, between commas, whose X-Forwarded-For is believed; without them a client's address is that of its connection.",
      ),
    BODY_LIMIT: whole(1024, LONGEST_TEXT, 32 * 2 ** 20).describe(
      'The largest request body of text, in bytes. A 1000 x 1000 matrix is about 20 MB.',
    ),
    BINARY_LIMIT: whole(1024, 2 ** 30, 64 * 2 ** 20).describe(
      'The largest request body of npz or npy, in bytes. A 4096 x 1024 matrix is 32 MiB.',
    ),
    INFLATED_LIMIT: whole(1024, 2 ** 31, 256 * 2 ** 20).describe(
      'The most bytes that the members of an npz may inflate to, and that its numbers may take as float64.',
    ),
    VALUES_LIMIT: whole(1, 2 ** 28, 10_000_000).describe(
      'The most numbers that a request may hold. A 4096 x 1024 batch and its dout have 8.4 million, each up to 8 bytes for every value of the reply.',
    ),
    MAX_CONNECTIONS: whole(1, 1_000_000, 2_000).describe(
      'The most connections at a time; further ones are closed at once. Less than half of the descriptors that the process may have.',
    ),
    REQUESTS_IN_FLIGHT: whole(1, 1_000_000, 1_000).describe(
      'The most requests that are being read, computed or answered; /livez and /readyz are answered beyond it. A class of 500 at once fits.',
    ),
    BYTES_IN_FLIGHT: whole(1024, 2 ** 40, 512 * 2 ** 20).describe(
      'The most bytes that all requests in flight may have together: their bodies, what large ones unpack to, and what is kept of replies for slow clients.',
    ),
    INLINE_BYTES: whole(0, 2 ** 20, 2 ** 16).describe(
      'The largest request that is answered where it arrives, also once it is unpacked; larger ones go to a worker.',
    ),
    WORKERS: whole(0, 256, 0).describe(
      'The threads for large requests; 0 for one less than there are processors, but at least one.',
    ),
    WORKER_HEAP_MB: whole(0, 2 ** 16, 0).describe(
      "The largest heap of a worker, in MiB, without the arrays' own bytes; 0 for Node's default.",
    ),
    QUEUE_LIMIT: whole(0, 10_000, 16).describe('The most large requests that wait for a worker.'),
    QUEUE_TIMEOUT_MS: milliseconds(20_000).describe(
      'How long a large request may wait for a worker. One that would by all appearances is refused at once: an early refusal is better than a late one.',
    ),
    OPERATION_TIMEOUT_MS: milliseconds(20_000).describe(
      'How long a large request may be computed, and its client may take for each piece of the reply before its connection ends.',
    ),
    CHECK_WORK: whole(1, 1e12, 200_000_000).describe(
      'The costliest gradient check, sweep or diagnosis, in element operations: N * N * D for a check of every element by central differences, the sum of its checks for a sweep, 400 * N * D for a diagnosis. 200,000,000 take some five seconds of a check.',
    ),
    CORS_ORIGINS: z
      .string()
      .refine(isOrigins, 'expected origins such as https://notebooks.example, or *')
      .default('')
      .describe(
        'The origins whose scripts may read the answers, such as those of notebooks in a browser, with commas between them; `*` for all; empty for none.',
      ),
    METRICS: z
      .enum(['on', 'off'])
      .default('on')
      .describe('Whether figures for Prometheus are kept, and shown at /metrics.'),
    HEADERS_TIMEOUT_MS: whole(0, 600_000, 0).describe(
      'How long a client may take to send its headers, at most REQUEST_TIMEOUT_MS; 0 for half of that.',
    ),
    REQUEST_TIMEOUT_MS: milliseconds(20_000).describe(
      'How long a client may take to send its request.',
    ),
    KEEP_ALIVE_MS: milliseconds(5_000).describe('How long an idle connection is kept.'),
    SHUTDOWN_DELAY_MS: whole(0, 60_000, 500).describe(
      'After a signal to stop: how long new requests are still served while /readyz says no.',
    ),
    SHUTDOWN_MS: milliseconds(8_000).describe(
      'After that: how long requests in flight may take before they are cut off.',
    ),
  })
  .check(({ value, issues }) => {
    if (value.HEADERS_TIMEOUT_MS <= value.REQUEST_TIMEOUT_MS) return
    const message = 'expected at most REQUEST_TIMEOUT_MS'
    issues.push({ code: 'custom', input: undefined, path: ['HEADERS_TIMEOUT_MS'], message })
  })
export type Config = z.output<typeof Config>

/** The members of an archive: more than an operation has fields. */
const MOST_MEMBERS = 64

/** What operations may cost. */
export function limitsOf({ CHECK_WORK, INFLATED_LIMIT, VALUES_LIMIT }: Config): Limits {
  return {
    checkWork: CHECK_WORK,
    values: VALUES_LIMIT,
    archive: { members: MOST_MEMBERS, bytes: INFLATED_LIMIT },
  }
}

/** The origins whose scripts may read the answers. */
export function originsOf({ CORS_ORIGINS }: Config): readonly string[] {
  return CORS_ORIGINS.split(',').filter((each) => each !== '')
}

/** A variable that is not as it should be. */
export class ConfigError extends Error {}

/**
 * The configuration in an environment; an empty variable counts as unset.
 *
 * @throws ConfigError that names every wrong variable
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  const result = Config.safeParse(Object.fromEntries(set))
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new ConfigError(faults.join('; '))
}

/** Whether others than this machine can reach the service, and all of them use it. */
export function isExposed({ HOST, KEYS, KEYS_FILE }: Config): boolean {
  const isLoopback = /^(localhost|::1|127(\.\d+){3})$/.test(HOST)
  return !isLoopback && KEYS === '' && KEYS_FILE === ''
}
