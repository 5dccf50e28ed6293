import { connect } from 'node:net'
import type { Row } from './row.ts'

/** One answer as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** All that came back on a connection. */
export interface Heard {
  readonly answers: readonly Answer[]
  readonly ms: number
  /** Whether the connection was still open when nobody waited any longer. */
  readonly isHanging: boolean
}

/** Sends a row on a fresh connection and listens until the service closes it. */
export async function converse(
  origin: URL,
  { sends, ends = false }: Pick<Row, 'sends' | 'ends'>,
  patience: number,
): Promise<Heard> {
  const socket = connect(Number(origin.port || 80), origin.hostname)
  const received: Buffer[] = []
  const started = performance.now()
  let isHanging = false
  const timer = setTimeout(() => {
    isHanging = true
    socket.destroy()
  }, patience)
  socket.on('data', (piece: Buffer) => received.push(piece))
  // A reset behind the answer is the kernel's; without one, what is missing tells.
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  const drained = () => new Promise((resolve) => socket.once('drain', resolve))
  const write = async () => {
    for await (const piece of sends()) {
      if (!socket.writable) return
      if (!socket.write(piece)) await Promise.race([drained(), closed])
    }
    if (ends) socket.end()
  }
  await Promise.all([write(), closed])
  clearTimeout(timer)
  return { answers: answersIn(Buffer.concat(received)), ms: performance.now() - started, isHanging }
}

/** The answers in what came back; what is none has the status 0 and all of it for its body. */
function answersIn(bytes: Buffer): Answer[] {
  const answers: Answer[] = []
  let rest = bytes
  while (rest.length > 0) {
    const split = rest.indexOf('\r\n\r\n')
    const [first = '', ...lines] = rest.subarray(0, split).toString('latin1').split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? 0)
    if (split < 0 || status === 0) return [...answers, { status: 0, headers: {}, body: rest }]
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
      }),
    )
    const from = rest.subarray(split + 4)
    const isChunked = headers['transfer-encoding'] === 'chunked'
    const length = status === 100 || status === 204 ? 0 : Number(headers['content-length'] ?? 0)
    const [body, end] = isChunked ? unchunked(from) : [from.subarray(0, length), length]
    answers.push({ status, headers, body })
    rest = from.subarray(end)
  }
  return answers
}

/** A body out of its chunks, and where they end. */
function unchunked(bytes: Buffer): [body: Buffer, end: number] {
  const pieces: Buffer[] = []
  let at = 0
  for (;;) {
    const line = bytes.indexOf('\r\n', at)
    const size = line < 0 ? Number.NaN : Number.parseInt(bytes.subarray(at, line).toString(), 16)
    if (Number.isNaN(size)) throw new Error('the chunks of an answer have no end')
    const start = line + 2
    if (size === 0) return [Buffer.concat(pieces), start + 2]
    pieces.push(bytes.subarray(start, start + size))
    at = start + size + 2
  }
}
