import { once } from 'node:events'
import { parentPort, threadId } from 'node:worker_threads'
import type { FromWorker, ToWorker } from '../../src/workers/messages.ts'

/** A worker that does what the operation of its job says, mostly wrong. */

const port = parentPort as NonNullable<typeof parentPort>
const say = (message: FromWorker) => port.postMessage(message)
const head = { contentType: 'text/plain', shape: [threadId] }
let allowed = 0

const DEEDS: Record<string, (text: string) => unknown> = {
  echo(text) {
    say({ head })
    say({ piece: Buffer.from(text) })
    say({ end: true })
  },
  async pieces(count) {
    say({ head })
    for (let i = 0; i < Number(count); i++) {
      while (allowed === 0) await once(port, 'message')
      allowed -= 1
      say({ piece: Buffer.from(`${i} `) })
    }
    say({ end: true })
  },
  refuse: () => say({ refusal: { code: 'singular', message: 'no', faults: [], total: 0 } }),
  fail: () => say({ failure: { message: 'oh', stack: 'oh\n    at some place' } }),
  throw() {
    throw new RangeError('thrown')
  },
  reject: () => Promise.reject(new RangeError('rejected')),
  exit: () => process.exit(3),
  exitHalfway() {
    say({ head })
    say({ piece: Buffer.from('half') })
    setTimeout(() => process.exit(3), 10)
  },
  spin() {
    for (;;);
  },
  fill() {
    const heap: string[][] = []
    for (;;)
      heap.push(
        Array(1000)
          .fill('')
          .map(() => `${Math.random()}`),
      )
  },
  silent() {},
}

port.on('message', (message: ToWorker) => {
  if ('more' in message) {
    allowed += message.more
    return
  }
  const { operation, message: request } = message.job
  return DEEDS[operation]?.(Buffer.from(request.body).toString())
})
