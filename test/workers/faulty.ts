import { parentPort, threadId, workerData } from 'node:worker_threads'
import type { FromWorker, Job } from '../../src/workers/messages.ts'
import { pour, type Ring } from '../../src/workers/ring.ts'

/** A worker that does what the operation of its job says, mostly wrong. */

const port = parentPort as NonNullable<typeof parentPort>
const say = (message: FromWorker) => port.postMessage(message)
const head = { contentType: 'text/plain', shape: [threadId] }

function reply(pieces: Iterable<Uint8Array>): void {
  say({ head })
  for (const piece of pour(pieces, workerData as Ring)) say({ piece })
}

const DEEDS: Record<string, (text: string) => unknown> = {
  echo(text) {
    reply([Buffer.from(text)])
    say({ end: true })
  },
  /** So many bytes, 0 to 250 again and again, each from the same memory. */
  count(bytes) {
    const cycle = Uint8Array.from({ length: 251 * 400 }, (_, k) => k % 251)
    const times = Math.floor(Number(bytes) / cycle.length)
    reply([...Array(times).fill(cycle), cycle.subarray(0, Number(bytes) % cycle.length)])
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
    reply([Buffer.from('half')])
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
  uncloneable: () => say({ head, secret: () => {} } as FromWorker),
}

port.on('message', ({ operation, message: request }: Job) => {
  if (operation === 'exitBeforeItBegins') process.exit(3)
  say({ begun: true })
  return DEEDS[operation]?.(Buffer.from(request.body).toString())
})
