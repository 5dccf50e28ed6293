import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** One answer as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Sends pieces of text on a fresh connection, without waiting for an answer in between, and returns all that came
 * back until the server closed the connection; `end` says first that no more will come.
 */
export async function exchange(
  port: number,
  pieces: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  { end = false } = {},
): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const received: Buffer[] = []
  socket.on('data', (piece: Buffer) => received.push(piece))
  const closed = new Promise<void>((resolve, reject) => {
    socket.on('close', () => resolve())
    socket.on('error', reject)
  })
  const write = async () => {
    for await (const piece of pieces) {
      if (!socket.writable) return
      if (!socket.write(piece)) await Promise.race([drain(), closed])
    }
    if (end) socket.end()
  }
  const drain = () => new Promise((resolve) => socket.once('drain', resolve))
  await Promise.all([write(), closed])
  return Buffer.concat(received).toString('latin1')
}

/**
 * As `exchange`, but as Python's http.client does it: everything is written before the first byte is read, and an
 * error while writing means that no answer is ever seen.
 */
export async function writeThenRead(
  port: number,
  pieces: Iterable<string | Buffer>,
): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.pause()
  const failed = new Promise<never>((_, reject) => socket.on('error', reject))
  const written = async () => {
    for (const piece of pieces) {
      await new Promise<void>((resolve, reject) =>
        socket.write(piece, (error) => (error ? reject(error) : resolve())),
      )
    }
  }
  await Promise.race([written(), failed])
  const received: Buffer[] = []
  const read = async () => {
    for await (const piece of socket) received.push(piece as Buffer)
  }
  await Promise.race([read(), failed])
  return Buffer.concat(received).toString('latin1')
}

/** The answers in what came over the wire, each with a Content-Length. */
export function answersIn(text: string): Answer[] {
  const answers: Answer[] = []
  let rest = text
  while (rest !== '') {
    const split = rest.indexOf('\r\n\r\n')
    const [first = '', ...lines] = rest.slice(0, split).split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1])
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
      }),
    )
    const end = split + 4 + Number(headers['content-length'] ?? 0)
    answers.push({ status, headers, body: rest.slice(split + 4, end) })
    if (split < 0 || Number.isNaN(status)) throw new Error(`not an answer: ${rest.slice(0, 100)}`)
    rest = rest.slice(end)
  }
  return answers
}

/** A piece now and then: how a slow client sends. */
export async function* slowly(pieces: readonly string[], ms: number) {
  for (const piece of pieces) {
    yield piece
    await delay(ms)
  }
}
