import { describe, expect, it } from 'vitest'
import { Config, ConfigError, isExposed, readConfig } from '../src/config.ts'
import { makeKey } from '../src/keys/make.ts'

const DEFAULTS: Config = {
  HOST: '127.0.0.1',
  PORT: 3000,
  LOG_LEVEL: 'info',
  KEYS: '',
  KEYS_FILE: '',
  RATE_LIMIT: 0,
  REDIS_URL: '',
  TRUST_PROXY: '',
  BODY_LIMIT: 33_554_432,
  BINARY_LIMIT: 67_108_864,
  INFLATED_LIMIT: 268_435_456,
  VALUES_LIMIT: 10_000_000,
  MAX_CONNECTIONS: 2_000,
  REQUESTS_IN_FLIGHT: 1_000,
  BYTES_IN_FLIGHT: 536_870_912,
  INLINE_BYTES: 65_536,
  WORKERS: 0,
  WORKER_HEAP_MB: 0,
  QUEUE_LIMIT: 16,
  QUEUE_TIMEOUT_MS: 20_000,
  OPERATION_TIMEOUT_MS: 20_000,
  CHECK_WORK: 200_000_000,
  CORS_ORIGINS: '',
  METRICS: 'on',
  HEADERS_TIMEOUT_MS: 0,
  REQUEST_TIMEOUT_MS: 20_000,
  KEEP_ALIVE_MS: 5_000,
  SHUTDOWN_DELAY_MS: 500,
  SHUTDOWN_MS: 8_000,
}

/** The lowest and the highest number of each variable that holds one. */
const BOUNDS: Partial<Record<keyof Config, [lowest: number, highest: number]>> = {
  PORT: [0, 65_535],
  RATE_LIMIT: [0, 1_000_000],
  BODY_LIMIT: [1024, 2 ** 29 - 24],
  BINARY_LIMIT: [1024, 2 ** 30],
  INFLATED_LIMIT: [1024, 2 ** 31],
  VALUES_LIMIT: [1, 2 ** 28],
  MAX_CONNECTIONS: [1, 1_000_000],
  REQUESTS_IN_FLIGHT: [1, 1_000_000],
  BYTES_IN_FLIGHT: [1024, 2 ** 40],
  INLINE_BYTES: [0, 2 ** 20],
  WORKERS: [0, 256],
  WORKER_HEAP_MB: [0, 2 ** 16],
  QUEUE_LIMIT: [0, 10_000],
  QUEUE_TIMEOUT_MS: [1, 600_000],
  OPERATION_TIMEOUT_MS: [1, 600_000],
  CHECK_WORK: [1, 1e12],
  HEADERS_TIMEOUT_MS: [0, 20_000],
  REQUEST_TIMEOUT_MS: [1, 600_000],
  KEEP_ALIVE_MS: [1, 600_000],
  SHUTDOWN_DELAY_MS: [0, 60_000],
  SHUTDOWN_MS: [1, 600_000],
}

function complaint(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'none'
}

describe('the configuration', () => {
  it('has a default and a description for every variable', () => {
    expect(readConfig({})).toEqual(DEFAULTS)
    for (const { description } of Object.values(Config.shape)) expect(description).toMatch(/\.$/)
  })

  it('counts an empty variable as unset, and minds no other', () => {
    const empty = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, '']))
    expect(readConfig({ ...empty, HOME: '/nowhere', port: '1', NODE_ENV: 'test' })).toEqual(
      DEFAULTS,
    )
    expect(readConfig({ PORT: undefined })).toEqual(DEFAULTS)
  })

  it('takes words where it holds words', () => {
    expect(readConfig({ HOST: '::', LOG_LEVEL: 'silent' })).toMatchObject({
      HOST: '::',
      LOG_LEVEL: 'silent',
    })
    expect(complaint({ LOG_LEVEL: 'loud' })).toMatch(/^LOG_LEVEL: .*"info"/)
  })

  it('knows the bounds of every number', () => {
    const numbers = Object.entries(DEFAULTS).filter(([, value]) => typeof value === 'number')
    expect(Object.keys(BOUNDS)).toEqual(numbers.map(([name]) => name))
  })

  it.for(Object.entries(BOUNDS))(
    'takes %s within %j and no further',
    ([name, [lowest, highest]]) => {
      for (const value of [lowest, highest]) {
        expect(readConfig({ [name]: String(value) })).toMatchObject({ [name]: value })
      }
      for (const value of [lowest - 1, highest + 1]) {
        expect(complaint({ [name]: String(value) })).toMatch(
          /^(HEADERS|REQUEST)?[A-Z_]+: expected /,
        )
      }
    },
  )

  it('takes whole numbers in digits only', () => {
    for (const value of [
      '80a',
      '0x50',
      '1e3',
      '8.0',
      '+80',
      '-80',
      ' 80',
      '٨٠',
      'NaN',
      'Infinity',
      '9'.repeat(20),
    ]) {
      expect(complaint({ PORT: value })).toBe('PORT: expected a whole number from 0 to 65535')
    }
    expect(readConfig({ PORT: '0080' }).PORT).toBe(80)
  })

  it('gives a request at least as long as its headers', () => {
    expect(complaint({ HEADERS_TIMEOUT_MS: '30000' })).toBe(
      'HEADERS_TIMEOUT_MS: expected at most REQUEST_TIMEOUT_MS',
    )
    expect(complaint({ REQUEST_TIMEOUT_MS: '5000' })).toBe('none')
    expect(complaint({ HEADERS_TIMEOUT_MS: '400000', REQUEST_TIMEOUT_MS: '400000' })).toBe('none')
  })

  it('knows when others than this machine are let in without a key', () => {
    const exposed = (environment: object) => isExposed(readConfig({ ...environment }))
    for (const HOST of ['0.0.0.0', '::', '10.1.2.3', 'batchnorm', '1270.0.0.1']) {
      expect([HOST, exposed({ HOST })]).toEqual([HOST, true])
      expect(exposed({ HOST, KEYS: makeKey('a', ['grade']).entry })).toBe(false)
      expect(exposed({ HOST, KEYS_FILE: '/run/secrets/keys' })).toBe(false)
    }
    for (const HOST of ['127.0.0.1', '127.8.9.10', '::1', 'localhost']) {
      expect([HOST, exposed({ HOST })]).toEqual([HOST, false])
    }
  })

  it('believes balancers by address, range or name', () => {
    for (const fine of ['10.0.0.1', '10.0.0.0/8, fd00::/8', '::1,loopback', 'uniquelocal']) {
      expect(readConfig({ TRUST_PROXY: fine }).TRUST_PROXY).toBe(fine)
    }
    for (const wrong of [
      'true',
      '1',
      '10.0.0.0/33',
      '10.0.0.0/8/8',
      '10.0.0.0/x',
      'balancer',
      ',',
    ]) {
      expect(complaint({ TRUST_PROXY: wrong })).toBe(
        'TRUST_PROXY: expected addresses, ranges as 10.0.0.0/8, loopback or uniquelocal',
      )
    }
  })

  it('takes the address of a Redis, and quotes none', () => {
    for (const fine of ['redis://127.0.0.1:6379', 'rediss://name:word@redis.example/1']) {
      expect(readConfig({ REDIS_URL: fine }).REDIS_URL).toBe(fine)
    }
    for (const wrong of ['127.0.0.1:6379', 'http://redis', 'redis://']) {
      expect(complaint({ REDIS_URL: wrong })).toBe(
        'REDIS_URL: expected redis:// or rediss:// and a host',
      )
    }
  })

  it('names every wrong variable, and quotes none', () => {
    const text = complaint({ PORT: 'secret', KEEP_ALIVE_MS: '0', LOG_LEVEL: 'secret' })
    expect(text.match(/[A-Z_]{4,}/g)).toEqual(['PORT', 'LOG_LEVEL', 'KEEP_ALIVE_MS'])
    expect(text).not.toContain('secret')
  })
})
