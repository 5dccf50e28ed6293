import type { Worker } from 'node:worker_threads'
import { Refusal } from '../core/errors.ts'
import type { Account } from '../operations/account.ts'
import { type FromWorker, type Head, type Job, ownBuffer, toError } from './messages.ts'
import { giveBack, lent, type Ring } from './ring.ts'

/** How a reply begins, and its pieces as they come. */
export interface PooledReply extends Head {
  readonly account: Account
  /** Each piece is lent until the next one is asked for. */
  readonly body: AsyncIterable<Uint8Array>
}

/** A worker, and where its replies pass through. */
export interface Hand {
  readonly worker: Worker
  readonly ring: Ring
}

/**
 * One job with one worker, from its first byte to its last.
 *
 * @param timeout how long the worker may take to begin the reply, and for each piece of it
 * @param done is told when the worker has no more to do with it, and whether the worker has ended with it
 */
export async function converse(
  { worker, ring }: Hand,
  { message, ...job }: Job,
  signal: AbortSignal,
  timeout: number,
  done: (ended: boolean) => void,
): Promise<PooledReply> {
  const arrived: FromWorker[] = []
  let wake = () => {}
  let broken: unknown
  let ended = false
  const account: Account = { took: {}, judged: [] }
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
  async function next(): Promise<FromWorker> {
    while (arrived.length === 0 && broken === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    if (broken !== undefined) throw broken
    return arrived.shift() as FromWorker
  }
  async function nextInTime(): Promise<FromWorker> {
    const overtime = () => end(new Refusal('overtime', 'the computation took too long'))
    const timer = setTimeout(overtime, timeout)
    return next().finally(() => clearTimeout(timer))
  }

  worker.ref()
  worker.on('message', onMessage).on('exit', onExit).on('error', onError)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const body = ownBuffer(message.body)
  worker.postMessage({ ...job, message: { ...message, body } } satisfies Job, [body.buffer])

  try {
    // The clock begins when the worker does, which may have to start first.
    await next()
    const head = await nextInTime()
    if (!('head' in head)) throw toError(head)
    Object.assign(account.took, head.head.account?.took)
    return { ...head.head, account, body: pieces() }
  } catch (error) {
    settle()
    throw error
  }

  async function* pieces(): AsyncGenerator<Uint8Array> {
    let whole = false
    try {
      for (;;) {
        const each = await nextInTime()
        if ('piece' in each) {
          yield lent(ring, each.piece)
          giveBack(ring)
        } else if ('end' in each) {
          whole = true
          Object.assign(account.took, each.account?.took)
          account.judged.push(...(each.account?.judged ?? []))
          return
        } else throw toError(each)
      }
    } finally {
      if (!whole) end(undefined)
      settle()
    }
  }
}
