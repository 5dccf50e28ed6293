import { once } from 'node:events'
import { parentPort } from 'node:worker_threads'
import { OPERATIONS } from '../../routes/operations.ts'
import { execute } from '../operations/execute.ts'
import { type FromWorker, type Job, ownBuffer, type ToWorker, toMessage } from './messages.ts'

/**
 * A worker thread: takes one job at a time, from bytes to bytes. A reply leaves piece by piece, and no more pieces are
 * made than somebody is ready to take.
 */

if (!parentPort) throw new Error('not a worker')
const port = parentPort
let allowed = 0

function say(message: FromWorker, ...transferred: ArrayBuffer[]): void {
  port.postMessage(message, transferred)
}

async function answer({ operation: id, message, limits }: Job): Promise<void> {
  const operation = OPERATIONS.find((each) => each.id === id)
  if (!operation) throw new Error(`there is no operation ${id}`)
  const { body, contentType, shape } = execute(operation, message, limits)
  say({ head: { contentType, shape } })
  for (const piece of body) {
    while (allowed === 0) await once(port, 'message')
    allowed -= 1
    const own = ownBuffer(piece)
    say({ piece: own }, own.buffer)
  }
  say({ end: true })
}

port.on('message', async (message: ToWorker) => {
  if ('more' in message) {
    allowed += message.more
    return
  }
  allowed = 0
  try {
    await answer(message.job)
  } catch (error) {
    say(toMessage(error))
  }
})
