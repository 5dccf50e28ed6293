import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forwardExamples } from '../../routes/examples/forward.ts'
import {
  expectGolden,
  expectProblem,
  post,
  type Service,
  startService,
  stopService,
} from './service.ts'
import { answersIn, exchange } from './wire.ts'

let service: Service
beforeAll(async () => {
  service = await startService()
})
afterAll(() => stopService(service))

/** Spellings of a Content-Type, byte for byte, that mean JSON. */
const JSON_TYPES = [
  'application/json',
  ' application/json',
  '\tapplication/json',
  'application/json\t',
  'APPLICATION/JSON',
  'application/json;charset=utf-8',
  'application/json; charset="utf-8"',
  'application/json ;charset=utf-8',
  'application/json\t;charset=utf-8',
  'application/json;',
  'application/json; a=b; a=c',
  'application/json;charset=latin1',
]

/** Spellings of something else, and of nothing. */
const OTHER_TYPES = [
  '',
  'json',
  'text/json',
  'text/plain',
  'application/json,text/plain',
  'text/plain, application/json',
  'application/jsonp',
  'application/ json',
  'application/problem+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=application/json',
  'application/json\u00a0',
  '"application/json"',
  'application/*',
  '*/*',
]

/** A body that any check of its fields refuses. */
const BAD = '{"x": [[1, "2"]], "surprise": true}'
const [golden] = forwardExamples

async function send(headers: string[], body: string): Promise<{ status: number; body: string }> {
  const request = [
    'POST /v1/forward HTTP/1.1',
    'Host: x',
    'Connection: close',
    ...headers,
    `Content-Length: ${body.length}`,
    '',
    body,
  ]
  const [answer] = answersIn(await exchange(service.port, [request.join('\r\n')]))
  if (!answer) throw new Error('no answer')
  return answer
}

describe('the media type of a request', () => {
  it.for(JSON_TYPES)('%j is JSON, and its body is validated', async (type) => {
    const bad = await send([`Content-Type:${type}`], BAD)
    expect(bad.status).toBe(400)
    const { code, errors } = JSON.parse(bad.body)
    expect(code).toBe('invalid')
    expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '#/x/0/1',
      '#/surprise',
    ])
    const good = await send([`Content-Type:${type}`], JSON.stringify(golden.request))
    expect(JSON.parse(good.body)).toEqual(golden.reply)
  })

  it.for(OTHER_TYPES)('%j is refused whatever the body', async (type) => {
    for (const body of [BAD, JSON.stringify(golden.request)]) {
      const answer = await send([`Content-Type: ${type}`], body)
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([415, 'unsupported-media-type'])
    }
    await expectGolden(service)
  })

  it('is asked for', async () => {
    expectProblem(await post(service, '/v1/forward', BAD, {}), {
      status: 415,
      code: 'unsupported-media-type',
    })
    const nothing = await service.request.post('/v1/forward')
    expectProblem(nothing, { status: 415, code: 'unsupported-media-type' })
  })

  it('is the first of two, and the body is validated all the same', async () => {
    const types = ['Content-Type: application/json', 'Content-Type: text/plain']
    expect((await send(types, BAD)).status).toBe(400)
    expect((await send(types.toReversed(), BAD)).status).toBe(415)
  })

  it('does not help a compressed body', async () => {
    for (const encoding of [
      'gzip',
      'GZIP',
      'br',
      'deflate',
      'zstd',
      'gzip, identity',
      'nonsense',
    ]) {
      const answer = await post(service, '/v1/forward', JSON.stringify(golden.request), {
        'Content-Type': 'application/json',
        'Content-Encoding': encoding,
      })
      expectProblem(answer, { status: 415, code: 'unsupported-media-type' })
      expect(answer.body.detail).toContain('Content-Encoding')
      await expectGolden(service)
    }
    const plain = await post(service, '/v1/forward', JSON.stringify(golden.request), {
      'Content-Type': 'application/json',
      'Content-Encoding': 'Identity',
    })
    expect(plain.body).toEqual(golden.reply)
  })
})
