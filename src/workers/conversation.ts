import type { Worker } from 'node:worker_threads'
import { Refusal } from '../core/errors.ts'
import { type FromWorker, type Job, ownBuffer, type ToWorker, toError } from './messages.ts'

/** How a reply begins, and its pieces as they come. */
export interface PooledReply {
  readonly contentType: string
  readonly shape: readonly number[]
  readonly body: AsyncIterable<Uint8Array>
}

/** How many pieces of a reply may be on their way. */
const AHEAD = 8

/**
 * One job with one worker, from its first byte to its last.
 *
 * @param done is told when the worker has no more to do with it, and whether the worker has ended with it
 */
export async function converse(
  worker: Worker,
  { message, ...job }: Job,
  signal: AbortSignal,
  timeout: number,
  done: (ended: boolean) => void,
): Promise<PooledReply> {
  const arrived: FromWorker[] = []
  let wake = () => {}
  let broken: unknown
  let ended = false
  /** The worker is no more, or soon will be. */
  const stop = (reason: unknown) => {
    ended = true
    broken ??= reason
    wake()
  }
  const onMessage = (each: FromWorker) => {
    arrived.push(each)
    wake()
  }
  const onAbort = () => end(signal.reason)
  const onExit = () => stop(new Refusal('lost', 'the computation was lost'))
  const onError = (error: NodeJS.ErrnoException) => {
    const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    stop(memory ? new Refusal('lost', 'the computation ran out of memory') : error)
  }
  const say = (each: ToWorker, ...transferred: ArrayBuffer[]) =>
    worker.postMessage(each, transferred)

  function settle(): void {
    worker.off('message', onMessage).off('exit', onExit).off('error', onError)
    signal.removeEventListener('abort', onAbort)
    worker.unref()
    done(ended)
  }
  /** Ends the worker with its job; another takes its place. */
  function end(reason: unknown): void {
    stop(reason)
    worker.terminate()
  }
  function patience(detail: string): NodeJS.Timeout {
    return setTimeout(() => end(new Refusal('overtime', detail)), timeout)
  }
  async function next(): Promise<FromWorker> {
    const timer = patience('the computation took too long')
    while (arrived.length === 0 && broken === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    clearTimeout(timer)
    if (broken !== undefined) throw broken
    return arrived.shift() as FromWorker
  }

  worker.ref()
  worker.on('message', onMessage).on('exit', onExit).on('error', onError)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const body = ownBuffer(message.body)
  say({ job: { ...job, message: { ...message, body } } }, body.buffer)
  say({ more: AHEAD })

  try {
    const head = await next()
    if (!('head' in head)) throw toError(head)
    return { ...head.head, body: pieces() }
  } catch (error) {
    settle()
    throw error
  }

  async function* pieces(): AsyncGenerator<Uint8Array> {
    let whole = false
    try {
      for (;;) {
        const each = await next()
        if ('piece' in each) {
          const timer = patience('the client took too long')
          try {
            yield each.piece
          } finally {
            clearTimeout(timer)
          }
          say({ more: 1 })
        } else if ('end' in each) {
          whole = true
          return
        } else throw toError(each)
      }
    } finally {
      if (!whole) end(undefined)
      settle()
    }
  }
}
