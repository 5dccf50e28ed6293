import { setTimeout as delay } from 'node:timers/promises'
import { forwardExamples } from '../../../routes/examples/forward.ts'
import type { ProblemCode } from '../../../schemas/problems.ts'
import { same } from '../right.ts'
import { FORWARD, JSON_TYPE, type Row, refused, type Sent, type Wants } from '../row.ts'

/** What comes over a socket and is not quite HTTP: first lines, headers, lengths, chunks, smuggling, slowness. */

const GOLDEN = JSON.stringify(forwardExamples[0].request)
const right = same(FORWARD, GOLDEN)
const any: Wants = { right: () => [] }
const bad = refused('bad-request')
const GET = 'GET /livez HTTP/1.1\r\nHost: x\r\n'
const CLOSE = 'Connection: close\r\n\r\n'
const POST = `POST ${FORWARD} HTTP/1.1\r\nHost: x\r\nContent-Type: ${JSON_TYPE}\r\n`
const sized = (more: string, body = GOLDEN) =>
  `${POST}Content-Length: ${body.length}\r\n${more}${CLOSE}${body}`
const chunked = (chunks: string, more = '') =>
  `${POST}Transfer-Encoding: chunked\r\n${more}${CLOSE}${chunks}`
const chunk = (text: string, extension = '') =>
  `${text.length.toString(16)}${extension}\r\n${text}\r\n`
const LAST = '0\r\n\r\n'

type Case = readonly [what: string, text: string | Buffer, wants: Wants]
const code = (...codes: ProblemCode[]) => refused(codes)

// biome-ignore format: a table is read in rows
const CASES: readonly Case[] = [
  ...['hello', 'GET', 'GET /livez HTTP/1.1 x', 'GET /livez http/1.1', 'GET /livez HTTP/1.2', 'GET /livez HTTP/9.9', 'GET /livez HTTP/1', 'GET /livez HTTP/11.1', 'GET /livez HTTPS/1.1', 'GET /livez FTP/1.1', ' GET /livez HTTP/1.1', '\tGET /livez HTTP/1.1', 'get /livez HTTP/1.1', 'FETCH /livez HTTP/1.1', 'GET\t/livez\tHTTP/1.1', 'GET livez HTTP/1.1', 'G\0T /livez HTTP/1.1', 'PRI * HTTP/2.0', 'CONNECT elsewhere:443 HTTP/1.1', 'HTTP/1.1 200 OK', '\0\0\0\0', '{"x": [[1]]}', '<x/>']
    .map((line): Case => [`the first line ${JSON.stringify(line)}`, `${line}\r\nHost: x\r\n${CLOSE}`, bad]),
  // Node's parser is lenient here, and what it makes of it is harmless.
  ...['GET /livez', 'GET  /livez HTTP/1.1', 'GET /livez HTTP/2.0'].map((line): Case => [`the first line ${JSON.stringify(line)}`, `${line}\r\nHost: x\r\n${CLOSE}`, any]),
  ['TLS', Buffer.from('16030100c8010000c40303', 'hex'), bad], ['SSH', 'SSH-2.0-OpenSSH_9.9\r\n', bad], ['zeros', Buffer.alloc(1000), bad], ['line feeds and words', '\n\n\nx\n', bad],
  ['an address of 20 kB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n${CLOSE}`, code('headers-too-large', 'uri-too-long')],
  ['an address of 8 kB', `GET /${'a'.repeat(8000)} HTTP/1.1\r\nHost: x\r\n${CLOSE}`, code('not-found', 'uri-too-long')],
  ...['/%', '/%zz', '/%e0%a4%a', '/v1/%ff', '/problems/%c0%af', '/problems/%'].map((path): Case => [`the address ${path}`, `GET ${path} HTTP/1.1\r\nHost: x\r\n${CLOSE}`, code('bad-request', 'not-found')]),
  ...['/../../etc/passwd', '/v1/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fpackage.json', '//etc/passwd', '/docs/static/../../../package.json', '/docs/static/%2e%2e/%2e%2e/package.json', '/page/..%5c..%5cpackage.json', '/src/server.ts', '/package.json', '/.git/config', '/.env', '/node_modules/fastify/package.json', '/problems/__proto__', '/problems/constructor', '/problems/toString', '/problems/hasOwnProperty', '/v1/forward/', '/v1/Forward', '/V1/forward', '/v1//forward', '/v1/forward%00', '/v1/forward;x=1', '/%00', '/v1/__proto__', '/admin', '/metrics/x', '/debug', '/server-status']
    .map((path): Case => [`the address ${path}`, `GET ${path} HTTP/1.1\r\nHost: x\r\n${CLOSE}`, code('not-found', 'bad-request')]),
  ['an absolute address', `GET http://elsewhere/livez HTTP/1.1\r\nHost: x\r\n${CLOSE}`, any], ['an absolute address of a file', `GET file:///etc/passwd HTTP/1.1\r\nHost: x\r\n${CLOSE}`, code('not-found', 'bad-request')],
  ['an absolute address of nobody', `GET http:/// HTTP/1.1\r\nHost: x\r\n${CLOSE}`, code('bad-request', 'not-found')], ['an address with a user', `GET http://a:b@x/livez HTTP/1.1\r\nHost: x\r\n${CLOSE}`, any],
  ['an address of IPv6 that is none', `GET http://[::1/livez HTTP/1.1\r\nHost: x\r\n${CLOSE}`, code('bad-request', 'not-found')],
  ['a fragment', `GET /livez#x HTTP/1.1\r\nHost: x\r\n${CLOSE}`, any], ['a query of 8 kB', `GET /livez?${'a=1&'.repeat(2000)} HTTP/1.1\r\nHost: x\r\n${CLOSE}`, any], ['a query of odd names', `GET /livez?__proto__=1&constructor[prototype]=2&a[]=3 HTTP/1.1\r\nHost: x\r\n${CLOSE}`, any],
  ...['GET', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'QUERY', 'LINK', 'M-SEARCH'].map((method): Case => [`${method} of a computation`, `${method} ${FORWARD} HTTP/1.1\r\nHost: x\r\n${CLOSE}`, code('method-not-allowed')]),
  ...['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PURGE'].map((method): Case => [`${method} of a page`, `${method} /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n${CLOSE}`, code('method-not-allowed')]),

  ['no host', `GET /livez HTTP/1.1\r\n${CLOSE}`, bad], ['two hosts', `${GET}Host: y\r\n${CLOSE}`, any], ['HTTP/1.0 without a host', 'GET /livez HTTP/1.0\r\n\r\n', any],
  ['a header without a name', `${GET}: x\r\n${CLOSE}`, bad], ['a header without a colon', `${GET}X-Odd\r\n${CLOSE}`, bad], ['a space before the colon', `${GET}X-Odd : x\r\n${CLOSE}`, bad],
  ['a folded header', `${GET} folded\r\n${CLOSE}`, bad], ['a null in a header', `${GET}X-Odd: a\0b\r\n${CLOSE}`, bad], ['a null in a name', `${GET}X-O\0d: a\r\n${CLOSE}`, bad], ['a lone return', `${GET}X-Odd: a\rb\r\n${CLOSE}`, bad],
  ['a control character', `${GET}X-Odd: a\x01b\r\n${CLOSE}`, bad], ['a bad letter in a name', `${GET}X(Odd): a\r\n${CLOSE}`, bad], ['a name of Latin-1', Buffer.from(`${GET}\xe9: a\r\n${CLOSE}`, 'latin1'), bad], ['a value of Latin-1', Buffer.from(`${GET}X-Odd: \xe9\xff\r\n${CLOSE}`, 'latin1'), any],
  ['a header of 20 kB', `${GET}X-Odd: ${'x'.repeat(20_000)}\r\n${CLOSE}`, code('headers-too-large')], ['a header of 2 MB', `${GET}X-Odd: ${'x'.repeat(2_000_000)}\r\n${CLOSE}`, code('headers-too-large')],
  ['a name of 20 kB', `${GET}${'x'.repeat(20_000)}: 1\r\n${CLOSE}`, code('headers-too-large')], ['3,000 headers', `${GET}${Array.from({ length: 3000 }, (_, k) => `X-${k}: 1\r\n`).join('')}${CLOSE}`, code('headers-too-large')],
  ...['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'then'].map((name): Case => [`a header named ${name}`, `${GET}${name}: x\r\n${CLOSE}`, any]),
  ['an upgrade', `${GET}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n${CLOSE}`, any], ['HTTP/2 in the clear', `${GET}Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\r\n`, any],
  ['an expectation of nobody', `${GET}Expect: a-miracle\r\n${CLOSE}`, any], ['a range', `${GET}Range: bytes=0-99999999999999999999\r\n${CLOSE}`, any], ['an odd request id', `${GET}X-Request-Id: ${'x'.repeat(5000)}\r\n${CLOSE}`, any],
  ['a cookie that is none', `${GET}Cookie: =;;;=\r\n${CLOSE}`, any], ['an authority that is none', `${GET}Authorization: Basic \u00e9\r\n${CLOSE}`, any], ['an odd traceparent', `${GET}traceparent: 00-zz-zz-zz\r\n${CLOSE}`, any], ['forwarded by nobody', `${GET}X-Forwarded-For: ${'1.2.3.4, '.repeat(500)}\r\n${CLOSE}`, any],

  ['a body and its length', sized(''), right], ['a body that was asked to wait', sized('Expect: 100-continue\r\n'), right], ['one chunk', chunked(chunk(GOLDEN) + LAST), right], ['a chunk for every letter', chunked([...GOLDEN].map((letter) => chunk(letter)).join('') + LAST), right],
  ['a chunk with an extension', chunked(chunk(GOLDEN, ';a=b') + LAST), right], ['trailers', chunked(`${chunk(GOLDEN)}0\r\nX-Odd: 1\r\n\r\n`), right], ['a size in capitals and zeros', chunked(`0000${GOLDEN.length.toString(16).toUpperCase()}\r\n${GOLDEN}\r\n${LAST}`), right],
  ['trailers that say the length', chunked(`${chunk(GOLDEN)}0\r\nContent-Length: 5\r\n\r\n`), bad], ['65,536 chunks of a letter', chunked(chunk(' ').repeat(65_536) + chunk(GOLDEN) + LAST), right],
  ['no chunk', chunked(LAST), code('malformed')],
  ...['none', '-1', '0x5', '1g', 'ffffffffffffffffffff', ' 5', '+5', '5 ', ';', '', '٥'].map((size): Case => [`the chunk size ${JSON.stringify(size)}`, chunked(`${size}\r\n{"x":\r\n${LAST}`), bad]),
  ['a chunk longer than its size', chunked(`2\r\n{"x"\r\n${LAST}`), bad], ['a chunk without an end', chunked(`5\r\n{"x":${LAST}`), bad], ['an extension of 100 kB', chunked(chunk(GOLDEN, `;${'a'.repeat(100_000)}`) + LAST), code('bad-request', 'too-large', 'headers-too-large')], ['trailers of 100 kB', chunked(`${chunk(GOLDEN)}0\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`), code('bad-request', 'headers-too-large')],
  ...['many', '-1', '+5', '5.0', '0x5', '1e3', '5 5', '5,5', '99999999999999999999', '', '٥', '5;q=1', 'NaN'].map((length): Case => [`the length ${JSON.stringify(length)}`, `${POST}Content-Length: ${length}\r\n${CLOSE}{"x":`, bad]),
  ['two lengths', `${POST}Content-Length: 1\r\nContent-Length: 2\r\n${CLOSE}{}`, bad], ['the same length twice', `${POST}Content-Length: 2\r\nContent-Length: 2\r\n${CLOSE}{}`, bad],
  ['a length and chunks', chunked(LAST, 'Content-Length: 5\r\n'), bad], ['chunks and a length', `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n${CLOSE}${LAST}`, bad],
  ['a length too large for anybody', `${POST}Content-Length: 999999999999\r\n${CLOSE}`, code('too-large')], ['a length over the limit', `${POST}Content-Length: 2147483647\r\n${CLOSE}{}`, code('too-large')],
  ['a body shorter than its length', `${POST}Content-Length: 1000\r\n${CLOSE}{}`, bad], ['headers that end early', GET, bad], ['no more than a letter', 'G', bad],
  ['no length and no chunks', `${POST}${CLOSE}`, code('malformed')],
  ...['gzip', 'identity', 'chunked, gzip', 'chunked, chunked', 'xchunked', 'chunked\x0b', 'chunkedchunked'].map((coding): Case => [`the coding ${JSON.stringify(coding)}`, `${POST}Transfer-Encoding: ${coding}\r\n${CLOSE}${LAST}`, code('bad-request', 'malformed')]),
  ['chunks by another spelling, and a length', `${POST}Transfer-Encoding : chunked\r\nContent-Length: 5\r\n${CLOSE}${LAST}`, bad], ['a folded coding', `${POST}Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n${CLOSE}${LAST}`, bad], ['two codings', `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n${CLOSE}${LAST}`, bad],
  ['chunks in HTTP/1.0', `POST ${FORWARD} HTTP/1.0\r\nContent-Type: ${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(GOLDEN)}${LAST}`, right],
  ['a request smuggled behind a body', `${POST}Content-Length: 2\r\n\r\n{}GET /nowhere HTTP/1.1\r\nHost: x\r\n${CLOSE}`, code('not-found')], ['good requests, and nonsense behind them', `${GET}\r\n${GET}\r\nnonsense\r\n\r\n`, bad],
]

/** A piece now and then, until nobody listens. */
const slowly = (first: string, piece: string): Sent =>
  async function* () {
    yield first
    for (let k = 0; k < 300; k++) {
      await delay(100)
      yield piece
    }
  }

const SLOW: readonly (readonly [what: string, sends: Sent])[] = [
  ['says nothing', () => []],
  ['stops in its first line', () => ['GET /liv']],
  ['stops in its headers', () => [`${GET}X-Slow: `]],
  ['stops in its body', () => [`${POST}Content-Length: 1000\r\n\r\n{`]],
  ['stops between chunks', () => [`${POST}Transfer-Encoding: chunked\r\n\r\n1\r\n \r\n`]],
  ['sends a header now and then', slowly(GET, 'X-Slow: 1\r\n')],
  ['sends a letter now and then', slowly(`${POST}Content-Length: 1000\r\n\r\n`, ' ')],
  ['sends a chunk now and then', slowly(`${POST}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n')],
]

/** Node gives up a request whose client says that no more will come; only what is not whole yet waits for that. */
const isBad = (wants: Wants) => 'codes' in wants && wants.codes.includes('bad-request')

export const httpRows: readonly Row[] = [
  ...CASES.map(([what, text, wants]) => ({
    name: `HTTP, ${what}`,
    sends: () => [text],
    ends: isBad(wants),
    // Refused at once, but the rest of what was announced is waited for.
    isSlow: / length (?:too large|over)/.test(what),
    wants,
  })),
  ...SLOW.map(([what, sends]) => ({
    name: `HTTP, who ${what}`,
    sends,
    isSlow: true,
    wants: code('timeout'),
  })),
]
