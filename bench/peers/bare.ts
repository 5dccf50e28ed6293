import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The limit: a node:http server that takes the bytes of a request and answers as many as X-Reply-Bytes says, without
 * looking at either.
 */

const answers = new Map<number, Buffer>()

function answer(bytes: number): Buffer {
  const kept = answers.get(bytes) ?? Buffer.alloc(bytes, '1')
  answers.clear()
  answers.set(bytes, kept)
  return kept
}

const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    const body = answer(Number(request.headers['x-reply-bytes'] ?? 0))
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.setHeader('content-length', body.length)
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
