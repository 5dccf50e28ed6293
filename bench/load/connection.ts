import { connect, type Socket } from 'node:net'

/**
 * A keep-alive connection that sends ready bytes and counts what comes back: so cheap that the server, not the client,
 * is what gets measured.
 */

export interface Reply {
  readonly status: number
  /** Of the body. */
  readonly bytes: number
  /** Whole when it was asked for, else empty. */
  readonly body: Buffer
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LINE_END = Buffer.from('\r\n')

export class Connection {
  readonly #socket: Socket
  #rest: Buffer = Buffer.alloc(0)
  #wake: () => void = () => {}
  #error: Error | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (piece) => {
      const bytes = piece as Buffer
      this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
      this.#wake()
    })
    socket.on('error', (error) => this.#end(error))
    socket.on('close', () => this.#end(new Error('the server closed the connection')))
  }

  static open(origin: string): Promise<Connection> {
    const { hostname, port } = new URL(origin)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      socket.once('error', reject)
      socket.once('connect', () => resolve(new Connection(socket)))
    })
  }

  /** @throws Error when the connection ends before the reply does */
  async send(request: readonly Buffer[], keep = false): Promise<Reply> {
    for (const piece of request) this.#socket.write(piece)
    const head = (await this.#until(HEAD_END)).toString('latin1')
    const status = Number(head.slice(9, 12))
    const length = /^content-length: *(\d+)/im.exec(head)?.[1]
    const pieces: Buffer[] = []
    const take = keep ? (piece: Buffer) => pieces.push(piece) : () => {}
    const bytes =
      length === undefined ? await this.#chunks(take) : await this.#exactly(Number(length), take)
    return { status, bytes, body: Buffer.concat(pieces) }
  }

  close(): void {
    this.#socket.destroy()
  }

  async #chunks(take: (piece: Buffer) => void): Promise<number> {
    for (let bytes = 0; ; ) {
      const size = Number.parseInt((await this.#until(LINE_END)).toString('latin1'), 16)
      bytes += await this.#exactly(size, take)
      await this.#until(LINE_END)
      if (size === 0) return bytes
    }
  }

  async #exactly(bytes: number, take: (piece: Buffer) => void): Promise<number> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0) await this.#more()
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      take(piece)
    }
    return bytes
  }

  /** What comes before a mark; the mark is passed over. */
  async #until(mark: Buffer): Promise<Buffer> {
    for (;;) {
      const at = this.#rest.indexOf(mark)
      if (at >= 0) {
        const found = this.#rest.subarray(0, at)
        this.#rest = this.#rest.subarray(at + mark.length)
        return found
      }
      await this.#more()
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#error) return reject(this.#error)
      this.#wake = () => (this.#error ? reject(this.#error) : resolve())
    })
  }

  #end(error: Error): void {
    this.#error ??= error
    this.#wake()
  }
}
