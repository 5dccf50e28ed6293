import { describe, expect, it } from 'vitest'
import { makeKey } from '../../src/keys/make.ts'
import { type Service, serviceForTest } from './service.ts'

/** A check of every element that keeps a worker busy for about a tenth of a second. */
const HEAVY = {
  x: Array.from({ length: 150 }, (_, i) => Array.from({ length: 30 }, (_, j) => (i * j) % 7)),
  method: 'central',
}

const holders = ['one', 'many'].map((name) => makeKey(name, ['compute']))
const [one, many] = holders.map(({ token }) => token)
const KEYS = holders.map(({ entry }) => entry).join(';')

async function ask({ request }: Service, token = ''): Promise<number> {
  const test = request.post('/v1/gradient-check').auth(token, { type: 'bearer' })
  return (await test.send(HEAVY)).status
}

describe('a service with one worker', () => {
  it('answers one key before the many requests that another sent first', async () => {
    const service = await serviceForTest({ config: { KEYS, WORKERS: 1 } })
    let answered = 0
    const others = Array.from({ length: 8 }, () => ask(service, many).then(() => answered++))
    await others[0]
    expect(await ask(service, one)).toBe(200)
    expect(answered).toBeLessThan(6)
    await Promise.all(others)
  })

  it('has a place for one key though another has taken all of them', async () => {
    const service = await serviceForTest({ config: { KEYS, WORKERS: 1, QUEUE_LIMIT: 3 } })
    const others = Array.from({ length: 5 }, () => ask(service, many))
    expect(await Promise.race(others)).toBe(503)
    expect(await ask(service, one)).toBe(200)
    await Promise.all(others)
  })
})
