import { z } from 'zod'

const milliseconds = (initial: number) =>
  z.coerce.number().int().min(1).max(600_000).default(initial)

/** Everything that can be set, each by an environment variable of the same name; nobody else reads the environment. */
export const Config = z.object({
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('The address to listen on; `0.0.0.0` in the image.'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(3000)
    .describe('The port; 0 takes a free one.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('The least urgent log line to write.'),
  BODY_LIMIT: z.coerce
    .number()
    .int()
    .min(1024)
    .max(2 ** 30)
    .default(32 * 2 ** 20)
    .describe('The largest request body, in bytes. A 1000 x 1000 matrix as text is about 20 MB.'),
  CHECK_WORK: z.coerce
    .number()
    .int()
    .min(1)
    .max(1e12)
    .default(4_000_000)
    .describe(
      'The costliest gradient check, in element operations: N * N * D for a check of every element. 4,000,000 take a few seconds.',
    ),
  HEADERS_TIMEOUT_MS: milliseconds(10_000).describe(
    'How long a client may take to send its headers.',
  ),
  REQUEST_TIMEOUT_MS: milliseconds(20_000).describe(
    'How long a client may take to send its request.',
  ),
  KEEP_ALIVE_MS: milliseconds(5_000).describe('How long an idle connection is kept.'),
  SHUTDOWN_DELAY_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(500)
    .describe(
      'After a signal to stop: how long new requests are still served while /readyz says no.',
    ),
  SHUTDOWN_MS: milliseconds(8_000).describe(
    'After a signal to stop: how long requests in flight may take.',
  ),
})
export type Config = z.output<typeof Config>

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
