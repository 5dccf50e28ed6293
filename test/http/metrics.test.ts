import type { FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import pkg from '../../package.json' with { type: 'json' }
import { BATCH, FORGETFUL } from '../../routes/examples/batch.ts'
import { PROBLEMS } from '../../schemas/problems.ts'
import type { Config } from '../../src/config.ts'
import { MISTAKES } from '../../src/core/diagnosis/mistakes.ts'
import { sizeClass } from '../../src/http/metrics/families.ts'
import { STAGES, VERDICTS } from '../../src/operations/account.ts'
import { type Sample, samplesIn } from '../support/prometheus.ts'
import { post, serviceForTest } from './service.ts'
import { exchange } from './wire.ts'

const { dout: _, ...small } = BATCH
const large = {
  x: Array.from({ length: 300 }, (_, i) => Array.from({ length: 40 }, (_, j) => i * j)),
}

/** A service for a test, and how many requests have come to it. */
async function start(config: Partial<Config> = {}) {
  const come = { requests: 0 }
  const prepare = (app: FastifyInstance) =>
    app.server.on('request', () => {
      come.requests += 1
    })
  return { ...(await serviceForTest({ config, prepare })), come }
}

type Watched = Awaited<ReturnType<typeof start>>

/** Every sample, once each answer that is out has been counted, which is when its line is written. */
async function samples(service: Watched): Promise<Sample[]> {
  const { lines, come } = service
  const told = () => lines().filter(({ msg }) => msg.startsWith('request')).length
  await expect.poll(told).toBe(come.requests)
  return shownBy(service)
}

/** Every sample, now. */
async function shownBy({ request }: Watched): Promise<Sample[]> {
  const answer = await request.get('/metrics')
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  return samplesIn(answer.text)
}

/** The values of a family whose labels are these. */
const valuesOf = (all: readonly Sample[], name: string, labels: Record<string, string> = {}) =>
  all
    .filter((each) => each.name === name)
    .filter((each) => Object.entries(labels).every(([key, value]) => each.labels[key] === value))
    .map(({ value }) => value)

describe('/metrics', () => {
  it('counts requests by operation, status and size of the body', async () => {
    const service = await start()
    await service.request.post('/v1/forward').send(small)
    await service.request.post('/v1/forward').send(small)
    await service.request.post('/v1/forward').send(large)
    await service.request.post('/v1/forward').send({ x: [] })
    await service.request.get('/livez')
    await service.request.get('/nowhere')
    const all = await samples(service)
    const count = (operation: string, status: string, size: string) =>
      valuesOf(all, 'batchnorm_requests_total', { operation, status, size })
    expect(count('forward', '200', 'to 64 KiB')).toEqual([3])
    expect(count('forward', '400', 'to 64 KiB')).toEqual([1])
    expect(count('live', '200', 'none')).toEqual([1])
    expect(count('other', '404', 'none')).toEqual([1])
    expect(valuesOf(all, 'batchnorm_request_seconds_count', { operation: 'forward' })).toEqual([4])
  })

  it('tells how long each part took: of a small request here, of a large one in a worker', async () => {
    const service = await start()
    const counts = async () => {
      const all = await samples(service)
      return STAGES.map((stage) =>
        valuesOf(all, 'batchnorm_stage_seconds_count', { operation: 'forward', stage }),
      )
    }
    await service.request.post('/v1/forward').send(small)
    expect(await counts()).toEqual([[], [1], [1], [1]])
    await service.request.post('/v1/forward').send(large)
    expect(await counts()).toEqual([[1], [2], [2], [2]])
    const sums = valuesOf(await samples(service), 'batchnorm_stage_seconds_sum')
    expect(sums).toHaveLength(STAGES.length)
    for (const sum of sums) expect(sum).toBeGreaterThan(0)
  })

  it('counts refusals by their problem, those too that never became a request', async () => {
    const service = await start()
    await service.request.post('/v1/forward').send({ x: [[1], [1]], eps: 0 })
    await service.request.get('/nowhere')
    await exchange(service.port, ['nonsense\r\n\r\n'])
    const all = await samples(service)
    const problems = all.filter(({ name }) => name === 'batchnorm_refusals_total')
    expect(problems.map(({ labels }) => labels['problem'])).toEqual(Object.keys(PROBLEMS))
    const met = problems.filter(({ value }) => value > 0)
    expect(Object.fromEntries(met.map(({ labels, value }) => [labels['problem'], value]))).toEqual({
      singular: 1,
      'not-found': 1,
      'bad-request': 1,
    })
  })

  it('counts verdicts, and the mistake that explains a submission best', async () => {
    const service = await start()
    const diagnosis = await service.request
      .post('/v1/diagnose')
      .send({ ...BATCH, submitted: FORGETFUL })
    const mistake = diagnosis.body.causes[0].id
    const submissions = [
      { submitted: FORGETFUL },
      { submitted: 'nothing' },
      { submitted: FORGETFUL },
    ]
    await post(
      service,
      '/v1/grade/batch',
      JSON.stringify({
        inputs: BATCH,
        submissions: submissions.map((each, k) => ({ id: `student-${k}`, ...each })),
      }),
    )
    await service.request.post('/v1/gradient-check').send({ x: [[1], [2], [4]] })
    const all = await samples(service)
    const verdicts = (operation: string) =>
      all
        .filter(
          ({ name, labels }) => name.includes('verdicts') && labels['operation'] === operation,
        )
        .map(({ labels, value }) => [labels['verdict'], value])
    expect(verdicts('diagnose')).toEqual([['wrong', 1]])
    expect(verdicts('gradeBatch')).toEqual([
      ['wrong', 2],
      ['ungradable', 1],
    ])
    expect(verdicts('gradientCheck')).toHaveLength(1)
    expect(valuesOf(all, 'batchnorm_mistakes_total', { mistake })).toEqual([3])
  })

  it('looks at the workers, the queue and the bytes in flight while they are busy', async () => {
    const service = await start({ WORKERS: 1, QUEUE_LIMIT: 7, CHECK_WORK: 1e10 })
    const left = new AbortController()
    const { signal } = left
    // Each of them would take minutes.
    const x = Array.from({ length: 800 }, (_, i) => Array.from({ length: 60 }, (_, j) => i * j))
    const heavy = Array.from({ length: 3 }, () =>
      fetch(`http://127.0.0.1:${service.port}/v1/gradient-check`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, signal },
        body: JSON.stringify({ x, method: 'complex-step' }),
      }),
    )
    const settled = Promise.allSettled(heavy)
    const now = async (name: string, labels = {}) =>
      valuesOf(await shownBy(service), `batchnorm_${name}`, labels)
    await expect.poll(() => now('queue_length'), { timeout: 10_000 }).toEqual([2])
    expect(await now('workers', { state: 'busy' })).toEqual([1])
    const [bytes = 0] = await now('in_flight_bytes')
    expect(bytes).toBeGreaterThan(3 * 800 * 60 * 8)
    expect(await now('queue_limit')).toEqual([7])
    left.abort()
    await settled
    await expect.poll(() => now('queue_length'), { timeout: 10_000 }).toEqual([0])
    await expect.poll(() => now('in_flight_bytes'), { timeout: 10_000 }).toEqual([0])
    await expect.poll(() => now('workers_replaced_total'), { timeout: 10_000 }).toEqual([1])
    const gone = { operation: 'gradientCheck', status: 'none' }
    expect(await now('requests_total', gone)).toEqual([3])
  })

  it('says which version runs, and how long the event loop was held', async () => {
    const all = await samples(await start())
    const build = { version: pkg.version, node: process.version }
    expect(valuesOf(all, 'batchnorm_build_info', build)).toEqual([1])
    expect(valuesOf(all, 'nodejs_eventloop_lag_p99_seconds')).toHaveLength(1)
  })

  it('has no label that a client could write', async () => {
    const service = await start()
    const word = 'recognisable'
    const json = { 'Content-Type': 'application/json', 'X-Request-Id': word, Origin: word }
    await post(service, `/v1/forward?${word}`, JSON.stringify({ x: [[1]], [word]: 1 }), json)
    await post(
      service,
      '/v1/diagnose',
      JSON.stringify({ ...BATCH, submitted: { [word]: [[1]] } }),
      json,
    )
    await post(service, '/v1/grade', JSON.stringify({ inputs: BATCH, submitted: word }), json)
    await post(service, '/v1/forward', '{}', { 'Content-Type': word })
    await service.request.get(`/${word}`)
    await service.request.get(`/problems/${word}`)
    await service.request.put(`/v1/forward?${word}`).set({ Cookie: word, Authorization: word })
    await exchange(service.port, [`${word} ${word}\r\n\r\n`])
    const all = await samples(service)
    expect(JSON.stringify(all)).not.toContain(word)
    const tables: Record<string, readonly string[]> = {
      problem: Object.keys(PROBLEMS),
      verdict: VERDICTS,
      mistake: MISTAKES.map(({ id }) => id),
      stage: STAGES,
    }
    for (const { labels } of all) {
      for (const [name, known] of Object.entries(tables)) {
        if (labels[name] !== undefined) expect(known).toContain(labels[name])
      }
    }
  })

  it('is not there when nothing is to be measured, and all else is', async () => {
    const service = await start({ METRICS: 'off' })
    expect((await service.request.get('/metrics')).status).toBe(404)
    expect((await service.request.post('/v1/forward').send(small)).status).toBe(200)
  })
})

describe('the size of a body', () => {
  it('falls into one of a few classes', () => {
    const classes = [undefined, '0', '1', '65536', '65537', '1048577', '16777217', '99999999999999']
    expect(classes.map((length) => sizeClass(length, undefined))).toEqual([
      ...['none', 'none', 'to 64 KiB', 'to 64 KiB', 'to 1 MiB', 'to 16 MiB', 'above', 'above'],
    ])
    expect(sizeClass(undefined, 'chunked')).toBe('unannounced')
    expect(sizeClass('no number', undefined)).toBe('none')
  })
})

describe('the header Server-Timing', () => {
  const parts = ({ headers }: { headers: Record<string, string> }) =>
    headers['server-timing']?.split(', ').map((part) => part.replace(/;dur=\d+(\.\d{1,3})?$/, ''))

  it('has every part of a small computation, and of a large one those that are over', async () => {
    const { request } = await start()
    expect(parts(await request.post('/v1/forward').send(small))).toEqual([
      'decode',
      'compute',
      'encode',
    ])
    expect(parts(await request.post('/v1/forward').send(large))).toEqual([
      'queue',
      'decode',
      'compute',
    ])
    expect(parts(await request.post('/v1/forward').send({}))).toBeUndefined()
  })
})
