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
import { type Answer, answersIn, exchange, writeThenRead } from './wire.ts'

const LIMIT = 64 * 1024
const [golden] = forwardExamples
const GOLDEN = JSON.stringify(golden.request)

let service: Service
beforeAll(async () => {
  service = await startService({ config: { BODY_LIMIT: LIMIT } })
})
afterAll(() => stopService(service))

const HEAD = 'POST /v1/forward HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`

function only(text: string): Answer {
  const [answer, ...more] = answersIn(text)
  if (!answer || more.length > 0) throw new Error(`not one answer: ${text}`)
  return answer
}

function expectTooLarge({ status, headers, body }: Answer): void {
  expect(status).toBe(413)
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(headers['connection']).toBe('close')
  expect(JSON.parse(body)).toMatchObject({ code: 'too-large', status: 413 })
}

describe('a body that is no text of JSON', () => {
  it.for<[what: string, body: string | Buffer, place: string | undefined]>([
    ['empty', '', undefined],
    ['nothing but space', ' \n ', 'it ends too early, expected a value in line 2, column 2'],
    ['cut off', '{"x": [[1, 2', 'it ends too early, expected a comma or ] in line 1, column 13'],
    ['a comma too many', '{"x": [[1, 2],]}', 'expected a value in line 1, column 15'],
    ['NaN', '{\n  "x": [[NaN]]\n}', 'expected a value or ] in line 2, column 10'],
    ['Infinity', '{"x": [[-Infinity]]}', 'expected a digit in line 1, column 10'],
    ['single quotes', "{'x': 1}", 'expected a name in double quotes or } in line 1, column 2'],
    ['two documents', `${GOLDEN}${GOLDEN}`, `line 1, column ${GOLDEN.length + 1}`],
    ['a byte order mark', `\ufeff${GOLDEN}`, 'line 1, column 1'],
    ['UTF-16', Buffer.from(GOLDEN, 'utf16le'), undefined],
    ['Latin-1', Buffer.from('{"é": 1}', 'latin1'), undefined],
    ['a pickle', Buffer.from([0x80, 4, 0x95]), undefined],
  ])('is refused: %s', async ([, body, place]) => {
    const answer = await post(service, '/v1/forward', body)
    expectProblem(answer, { status: 400, code: 'malformed' })
    if (place) expect(answer.body.detail).toContain(place)
    await expectGolden(service)
  })

  it('is never quoted', async () => {
    for (const body of ['{"secret-name": secret-value}', 'secret', '{"x": "secret']) {
      expect((await post(service, '/v1/forward', body)).text).not.toContain('secret')
    }
  })
})

describe('a body over the limit', () => {
  const padded = (size: number) => GOLDEN.padEnd(size)

  it('begins one byte above it', async () => {
    const exact = await post(service, '/v1/forward', padded(LIMIT))
    expect(exact.body).toEqual(golden.reply)
    const over = await post(service, '/v1/forward', padded(LIMIT + 1))
    expectProblem(over, { status: 413, code: 'too-large' })
    expect(over.body.detail).toBe(`the body is larger than ${LIMIT} bytes`)
    await expectGolden(service)
  })

  it('begins there in chunks as well', async () => {
    const chunked = (size: number) => [
      `${HEAD}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
      ...(padded(size).match(/.{1,1000}/g) as string[]).map(chunk),
      '0\r\n\r\n',
    ]
    const exact = only(await exchange(service.port, chunked(LIMIT)))
    expect(JSON.parse(exact.body)).toEqual(golden.reply)
    expectTooLarge(only(await exchange(service.port, chunked(LIMIT + 1))))
    await expectGolden(service)
  })

  it.for([1.5, 4, 64])(
    'is refused so that the client sees it, %s times the limit',
    async (times) => {
      const size = Math.round(times * LIMIT)
      const declared = [`${HEAD}Content-Length: ${size}\r\n\r\n`, padded(size)]
      const chunked = [
        `${HEAD}Transfer-Encoding: chunked\r\n\r\n`,
        chunk(padded(size)),
        '0\r\n\r\n',
      ]
      for (const send of [exchange, writeThenRead]) {
        for (let repeat = 0; repeat < 5; repeat++) {
          expectTooLarge(only(await send(service.port, declared)))
          expectTooLarge(only(await send(service.port, chunked)))
        }
      }
      await expectGolden(service)
    },
  )

  it('is refused at once when its length says so, before it is sent', async () => {
    const answer = await exchange(service.port, [`${HEAD}Content-Length: 999999999999\r\n\r\n`], {
      end: true,
    })
    expectTooLarge(only(answer))
    await expectGolden(service)
  })

  it('of a type that nobody reads is refused before it is sent', async () => {
    for (const type of ['Content-Type: text/plain', 'X-Content-Type: none']) {
      const head = `POST /v1/forward HTTP/1.1\r\nHost: x\r\n${type}\r\nContent-Length: 1000\r\n\r\n`
      const answer = only(await exchange(service.port, [head], { end: true }))
      expect([answer.status, answer.headers['connection']]).toEqual([415, 'close'])
    }
    await expectGolden(service)
  })

  it('is not read for an address that nobody has', async () => {
    const request = `POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: ${4 * LIMIT}\r\n\r\n`
    const answer = only(await writeThenRead(service.port, [request, ' '.repeat(4 * LIMIT)]))
    expect([answer.status, answer.headers['connection']]).toEqual([404, 'close'])
    await expectGolden(service)
  })
})

describe('a body in pieces', () => {
  it('may come byte by byte', async () => {
    const bytes = [...GOLDEN].map(chunk).join('')
    const text = `${HEAD}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${bytes}0\r\n\r\n`
    expect(JSON.parse(only(await exchange(service.port, text)).body)).toEqual(golden.reply)
  })

  it('may be cut within a character', async () => {
    const body = Buffer.from('{"x": [[1]], "é": 1}')
    const cut = body.indexOf('é') + 1
    const head = `${HEAD}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`
    const answer = only(
      await exchange(service.port, [head, body.subarray(0, cut), body.subarray(cut)]),
    )
    expect(JSON.parse(answer.body).errors).toEqual([
      { detail: 'no such field', pointer: '#/%C3%A9' },
    ])
  })
})
