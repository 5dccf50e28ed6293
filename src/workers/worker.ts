import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { OPERATIONS } from '../../routes/operations.ts'
import { execute } from '../operations/execute.ts'
import { free } from '../operations/free.ts'
import { JSON_TYPE } from '../operations/media.ts'
import { type FromWorker, type Job, toMessage } from './messages.ts'
import { pour, type Ring } from './ring.ts'

/**
 * A worker thread: takes one job at a time, from bytes to bytes. A reply leaves piece by piece, and no more pieces are
 * made than somebody is ready to take.
 */

if (!parentPort) throw new Error('not a worker')
const port = parentPort
const ring = workerData as Ring

// The main thread answers the small requests, and is let through where processors are few: with this much of a
// difference it need not wait for the end of our time slice, and with more of it other processes would starve us.
// Elsewhere than on Linux it would be the priority of the whole process.
if (process.platform === 'linux') setPriority(5)

const say = (message: FromWorker) => port.postMessage(message)

function answer({ operation: id, message, limits }: Job): void {
  const operation = OPERATIONS.find((each) => each.id === id)
  if (!operation) throw new Error(`there is no operation ${id}`)
  const result = execute(operation, { ...message, spent: true }, limits)
  const { contentType, shape, live, account } = result
  say({ head: { contentType, shape, account } })
  const made = contentType.startsWith(JSON_TYPE) ? freed(result.body) : result.body
  for (const piece of pour(made, ring, live)) say({ piece })
  say({ end: true, account })
  result.free()
  free(message.body)
}

/** Pieces of text, each made anew and gone when it has been read; those of an archive are the arrays of the reply. */
function* freed(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const piece of pieces) {
    yield piece
    free(piece)
  }
}

port.on('message', (job: Job) => {
  say({ begun: true })
  try {
    answer(job)
  } catch (error) {
    say(toMessage(error))
  }
})
