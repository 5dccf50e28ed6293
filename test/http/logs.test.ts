import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { type Line, post, type Service, startService, stopService } from './service.ts'
import { exchange } from './wire.ts'

let service: Service
beforeAll(async () => {
  service = await startService({ config: { BODY_LIMIT: 4096 } })
})
afterAll(() => stopService(service))
beforeEach(() => {
  service.log.length = 0
})

/** The lines once there are as many as there must be: a line is written when its answer is out. */
async function lines(count: number): Promise<Line[]> {
  await expect.poll(() => service.log.length).toBeGreaterThanOrEqual(count)
  expect(service.log.length).toBe(count)
  return service.lines()
}

const [golden] = forwardExamples

describe('the log', () => {
  it('has one line for a computation, with what was computed, how large and how long', async () => {
    await service.request
      .post('/v1/forward?key=1')
      .set('X-Request-Id', 'notebook-7')
      .send(golden.request as object)
    const [line] = await lines(1)
    expect(line).toEqual({
      level: 30,
      time: expect.any(Number),
      pid: expect.any(Number),
      hostname: expect.any(String),
      id: 'notebook-7',
      method: 'POST',
      route: '/v1/forward',
      operation: 'forward',
      shape: [3, 2],
      status: 200,
      ms: expect.any(Number),
      msg: 'request',
    })
  })

  it('has one line for a refusal, with its problem', async () => {
    await service.request.post('/v1/backward').send({ dout: [[1]] })
    await service.request.get('/problems/no-such-code')
    await service.request.get('/nowhere')
    await service.request.get('/%')
    await exchange(service.port, ['nonsense\r\n\r\n'])
    const told = (await lines(5)).map(({ route, operation, problem, status, level }) => [
      route,
      operation,
      problem,
      status,
      level,
    ])
    expect(told).toEqual([
      ['/v1/backward', 'backward', 'invalid', 400, 30],
      ['/problems/:code', undefined, 'not-found', 404, 30],
      [null, undefined, 'not-found', 404, 30],
      [null, undefined, 'bad-request', 400, 30],
      [undefined, undefined, 'bad-request', 400, 30],
    ])
  })

  it('has one line for a client that leaves in the middle of its request', async () => {
    const arrived = once(service.app.server, 'request')
    const client = connect(service.port, '127.0.0.1')
    client.write('POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"x"')
    await arrived
    client.resetAndDestroy()
    expect(await lines(1)).toMatchObject([
      { level: 30, route: '/v1/forward', status: null, msg: 'request cut off' },
    ])
  })

  it('never holds a payload, a header, an address or what a parser made of them', async () => {
    const word = 'recognisable'
    const number = 1234.567891
    const batch = { x: [[number], [2]], eps: 1 }
    const json = { 'Content-Type': 'application/json' }
    await service.request.post('/v1/forward').send(batch)
    await service.request.post('/v1/forward').send({ ...batch, [word]: word })
    await service.request.post('/v1/forward').send({ ...batch, gamma: [number, number] })
    await service.request.post('/v1/forward').send({ ...batch, mode: word })
    await post(service, '/v1/forward', `{"x": [[${number}, ${word}`)
    await post(service, '/v1/forward', `{"x": [[${number}]], "${word.repeat(1000)}": 1}`)
    await post(service, `/v1/forward?${word}=${number}`, '{}', { ...json, Authorization: word })
    await post(service, '/v1/forward', '{}', { 'Content-Type': word, Cookie: word })
    await post(service, '/v1/forward', '{}', { ...json, 'X-Request-Id': `${word} ${number}` })
    await service.request.get(`/${word}/${number}`)
    await service.request.get(`/%${word}`)
    await service.request.get(`/problems/${word}${number}`)
    await service.request.get(`/problems/${word.repeat(20)}`)
    await service.request.get(`/docs/static/${word}`)
    await service.request.put(`/v1/forward?${word}`).send(word)
    await exchange(service.port, [`${word} ${number}\r\n\r\n`])
    await exchange(service.port, [`GET /${word} HTTP/1.1\r\nX: ${word.repeat(2000)}\r\n\r\n`])
    await exchange(service.port, [`GET /${word} HTTP/1.1\r\nContent-Length: ${word}\r\n\r\n`])
    const all = (await lines(18)).map((line) => JSON.stringify(line)).join('\n')
    expect(all).not.toContain(word)
    expect(all).not.toContain(String(number))
  })
})

describe('the id of a request', () => {
  const echoed = async (id: string) =>
    (await service.request.get('/livez').set('X-Request-Id', id)).headers['x-request-id']

  it('is the client’s own when it is a plain word', async () => {
    for (const id of ['a', 'trace.1_2-3', 'A'.repeat(64)]) {
      expect(await echoed(id)).toBe(id)
    }
    expect((await lines(3)).map(({ id }) => id)).toEqual(['a', 'trace.1_2-3', 'A'.repeat(64)])
  })

  it('is a new one when it is anything else', async () => {
    const ids = ['', ' ', 'two words', 'A'.repeat(65), '{"level":60}', 'é', 'a, b', '<b>', '../..']
    const given = new Set<string>()
    for (const id of ids) {
      const answer = await echoed(id)
      expect(answer).toMatch(/^[0-9a-f-]{36}$/)
      given.add(answer as string)
    }
    expect(given.size).toBe(ids.length)
    expect((await lines(ids.length)).map(({ id }) => id)).toEqual([...given])
  })

  it('is on every answer, also on one that nobody routes', async () => {
    for (const path of ['/livez', '/nowhere', '/%', `/problems/${'a'.repeat(101)}`, '/docs']) {
      const answer = await service.request.get(path).set('X-Request-Id', 'mine')
      expect([path, answer.headers['x-request-id']]).toEqual([path, 'mine'])
    }
  })
})
