import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { PooledReply } from '../../src/workers/conversation.ts'
import { createPool, type Pool, type PoolSettings } from '../../src/workers/pool.ts'
import { SLOT } from '../../src/workers/ring.ts'
import { LIMITS } from '../support/client.ts'

const FAULTY = new URL('./faulty.ts', import.meta.url)
const never = new AbortController().signal

let pool: Pool
afterEach(() => pool.close())

function start(settings: Partial<PoolSettings> & { heap?: number } = {}): Pool {
  const { heap, ...others } = settings
  pool = createPool({
    file: FAULTY,
    workers: 1,
    queue: 8,
    timeout: 10_000,
    waiting: 10_000,
    ...others,
    ...(heap && { resourceLimits: { maxOldGenerationSizeMb: heap } }),
  })
  return pool
}

const run = (operation: string, text = '', signal = never, client = '') =>
  pool.run(
    { operation, message: { body: Buffer.from(text), contentType: undefined }, limits: LIMITS },
    signal,
    client,
  )

async function textOf({ body }: PooledReply): Promise<string> {
  let text = ''
  for await (const piece of body) text += Buffer.from(piece)
  return text
}

const answer = async (operation: string, text = '') => textOf(await run(operation, text))

describe('a pool', () => {
  test('answers many jobs with few workers, each with its own answer', async () => {
    start({ workers: 2, queue: 100 })
    const texts = Array.from({ length: 100 }, (_, i) => `job ${i}`)
    expect(await Promise.all(texts.map((text) => answer('echo', text)))).toEqual(texts)
  })

  test('that can start no worker says so, lets jobs wait as long as they may, and lives on', async () => {
    const deaths: Error[] = []
    // The only address at which Node begins no thread at all.
    const file = new URL('https://nowhere.invalid/worker.ts')
    start({ file, waiting: 50, onDeath: (cause) => deaths.push(cause) })
    await expect(run('echo')).rejects.toMatchObject({ code: 'busy' })
    await expect(Promise.all([run('echo'), run('echo')])).rejects.toMatchObject({ code: 'busy' })
    expect(deaths.length).toBeGreaterThan(0)
  })

  test('has no more workers than it may, and keeps them', async () => {
    start({ workers: 2, queue: 100 })
    const replies = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const reply = await run('echo', 'x')
        await textOf(reply)
        return reply.shape[0]
      }),
    )
    expect(new Set(replies).size).toBeLessThanOrEqual(2)
  })

  test('without a queue takes as many jobs as it has workers', async () => {
    start({ queue: 0 })
    const first = answer('echo', 'a')
    await expect(run('echo', 'b')).rejects.toMatchObject({ code: 'busy' })
    expect(await first).toBe('a')
    expect(await answer('echo', 'c')).toBe('c')
  })

  test('passes a refusal on as it is, and a failure with its stack', async () => {
    start()
    await expect(run('refuse')).rejects.toMatchObject({ code: 'singular', message: 'no' })
    await expect(run('fail')).rejects.toMatchObject({
      message: 'oh',
      stack: 'oh\n    at some place',
    })
    expect(await answer('echo', 'well')).toBe('well')
  })

  test('refuses what would wait behind too many', async () => {
    start({ queue: 2 })
    const first = run('silent', '', AbortSignal.timeout(500))
    const waiting = [answer('echo', 'a'), answer('echo', 'b')]
    await expect(run('echo', 'c')).rejects.toMatchObject({ code: 'busy' })
    await expect(first).rejects.toThrow()
    expect(await Promise.all(waiting)).toEqual(['a', 'b'])
  })

  test('serves a client with one job before the many that another sent first', async () => {
    start({ queue: 8 })
    const order: string[] = []
    const served = async (client: string, name: string) => {
      await textOf(await run('echo', name, never, client))
      order.push(name)
    }
    const many = Array.from({ length: 8 }, (_, k) => served('many', `many ${k}`))
    await Promise.all([...many, served('one', 'one')])
    expect(order.slice(0, 3)).toEqual(['many 0', 'many 1', 'one'])
  })

  test('refuses at once what would wait too long, by the turn of its client', async () => {
    start({ waiting: 4000, queue: 20 })
    await expect(run('silent', '', AbortSignal.timeout(500))).rejects.toThrow()
    const all = new AbortController()
    const ask = (client: string) =>
      run('silent', '', all.signal, client).then(textOf, ({ code }) => code ?? 'given up')
    // A job takes half a second or, on a busy machine, two: too long behind eight of one's own, not behind one of theirs.
    const many = Array.from({ length: 12 }, () => ask('many'))
    expect(await Promise.race([many.at(-1), delay(2000, 'waiting')])).toBe('busy')
    const other = ask('one')
    expect(await Promise.race([many[0], other, delay(100, 'waiting')])).toBe('waiting')
    all.abort()
    await Promise.all([...many, other])
  })

  test('refuses the last of the many when another client needs the place', async () => {
    start({ queue: 2 })
    const running = run('silent', '', AbortSignal.timeout(300), 'many').catch(() => 'given up')
    const waiting = ['a', 'b'].map((text) => run('echo', text, never, 'many').then(textOf))
    const other = run('echo', 'c', never, 'one').then(textOf)
    await expect(waiting[1]).rejects.toMatchObject({ code: 'busy' })
    expect(await Promise.all([running, waiting[0], other])).toEqual(['given up', 'a', 'c'])
  })

  test('brings a reply of any length whole, through the same memory', async () => {
    start()
    for (const bytes of [0, 1, SLOT - 1, SLOT, SLOT + 1, 8 * SLOT, 20 * SLOT + 7]) {
      const pieces: Uint8Array[] = []
      for await (const piece of (await run('count', `${bytes}`)).body) pieces.push(piece.slice())
      const whole = Buffer.concat(pieces)
      expect(whole.length).toBe(bytes)
      expect(whole.findIndex((byte, k) => byte !== k % 251)).toBe(-1)
    }
  })

  test('leaves a piece alone until the next one is asked for', async () => {
    start()
    const { body } = await run('count', `${30 * SLOT}`)
    const pieces = body[Symbol.asyncIterator]()
    for (let k = 0; k < 10; k++) await pieces.next()
    const { value: piece } = await pieces.next()
    const before = Buffer.from(piece as Uint8Array)
    await delay(50)
    expect(before.equals(piece as Uint8Array)).toBe(true)
    let rest = 0
    for (let each = await pieces.next(); !each.done; each = await pieces.next()) rest += 1
    expect(rest).toBe(19)
    expect(await answer('echo', 'next')).toBe('next')
  })
})

describe('a worker that dies costs its own job and nothing else:', () => {
  for (const [deed, code] of [
    ['exit', 'lost'],
    ['exitBeforeItBegins', 'lost'],
    ['fill', 'lost'],
  ] as const) {
    test(`by ${deed}`, async () => {
      start({ heap: 32 })
      const broken = run(deed)
      const others = ['a', 'b', 'c'].map((text) => answer('echo', text))
      await expect(broken).rejects.toMatchObject({ code })
      expect(await Promise.all(others)).toEqual(['a', 'b', 'c'])
    })
  }

  for (const deed of ['throw', 'reject', 'uncloneable']) {
    test(`by a mistake, ${deed}`, async () => {
      start()
      const broken = run(deed)
      const other = answer('echo', 'well')
      await expect(broken).rejects.toThrow(deed === 'uncloneable' ? '' : /^(thrown|rejected)$/)
      expect(await other).toBe('well')
    })
  }

  test('in the middle of its reply', async () => {
    start()
    const reply = await run('exitHalfway')
    await expect(textOf(reply)).rejects.toMatchObject({ code: 'lost' })
    expect(await answer('echo', 'well')).toBe('well')
  })

  test('twenty times in a row', async () => {
    start()
    for (let i = 0; i < 20; i++) await expect(run('exit')).rejects.toMatchObject({ code: 'lost' })
    expect(await answer('echo', 'well')).toBe('well')
  })
})

describe('what a pool tells of itself', () => {
  test('is each death that it did not will', async () => {
    const deaths: string[] = []
    start({ heap: 32, onDeath: ({ message }) => deaths.push(message) })
    for (const deed of ['exit', 'throw', 'fill']) await run(deed).catch(() => {})
    await expect(run('spin', '', AbortSignal.timeout(300))).rejects.toThrow()
    const { body } = await run('count', `${100 * SLOT}`)
    for await (const _ of body) break
    expect(await answer('echo', 'well')).toBe('well')
    await pool.close()
    expect(deaths).toEqual(['exit with code 3', 'thrown', expect.stringMatching(/memory/)])
  })

  test('is how long a job would wait, by how long others have taken', async () => {
    start({ queue: 10 })
    expect(pool.wait()).toBe(0)
    await expect(run('silent', '', AbortSignal.timeout(300))).rejects.toThrow()
    expect(pool.wait()).toBe(0)
    const gone = new AbortController()
    const jobs = Array.from({ length: 4 }, () => run('silent', '', gone.signal))
    // One runs and three wait: half a job and three.
    expect(pool.wait() / 3.5).toBeGreaterThan(250)
    gone.abort(new Error('gone'))
    for (const { status } of await Promise.allSettled(jobs)) expect(status).toBe('rejected')
  })
})

describe('a job that would wait too long', () => {
  test('is refused when it has', async () => {
    start({ waiting: 100 })
    const running = expect(run('silent', '', AbortSignal.timeout(600))).rejects.toThrow()
    await expect(run('echo', 'x')).rejects.toMatchObject({ code: 'busy' })
    await running
    expect(await answer('echo', 'well')).toBe('well')
  })

  test('is refused at once when others are before it that take as long', async () => {
    start({ waiting: 200, queue: 100 })
    await expect(run('silent', '', AbortSignal.timeout(400))).rejects.toThrow()
    const gone = new AbortController()
    const jobs = Array.from({ length: 20 }, () => run('silent', '', gone.signal))
    const refused = await Promise.all(
      jobs.slice(2).map((job) => job.then(String, ({ code }: { code: string }) => code)),
    )
    expect(refused).toEqual(Array(18).fill('busy'))
    gone.abort(new Error('gone'))
    await Promise.allSettled(jobs)
  })
})

describe('a job is given up', () => {
  test('when it takes too long, even in a loop without end', async () => {
    start({ timeout: 300 })
    for (const deed of ['spin', 'silent']) {
      await expect(run(deed)).rejects.toMatchObject({ code: 'overtime' })
    }
    expect(await answer('echo', 'well')).toBe('well')
  })

  test('when nobody wants it any more: while it runs, while it waits, before it began', async () => {
    start()
    const gone = new AbortController()
    const running = run('spin', '', gone.signal)
    const waiting = run('echo', 'x', gone.signal)
    const other = answer('echo', 'well')
    await delay(50)
    gone.abort(new Error('gone'))
    await expect(running).rejects.toThrow('gone')
    await expect(waiting).rejects.toThrow('gone')
    await expect(run('echo', 'x', gone.signal)).rejects.toThrow('gone')
    expect(await other).toBe('well')
  })

  test('when its reader leaves half-way', async () => {
    start()
    const { body } = await run('count', `${100 * SLOT}`)
    for await (const _ of body) break
    expect(await answer('echo', 'well')).toBe('well')
  })

  test('when the pool closes', async () => {
    start()
    const running = expect(run('spin')).rejects.toMatchObject({ code: 'lost' })
    const waiting = expect(run('echo', 'x')).rejects.toMatchObject({ code: 'stopping' })
    await delay(50)
    await pool.close()
    await Promise.all([running, waiting])
  })
})
