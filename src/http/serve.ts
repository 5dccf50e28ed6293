import type { FastifyInstance, FastifyReply } from 'fastify'
import { Refusal } from '../core/errors.ts'
import { type Message, type Result, type Task, understand, whole } from '../operations/execute.ts'
import { SVG_TYPE } from '../operations/forms.ts'
import { JSON_TYPE, NPY_TYPE, NPZ_TYPE } from '../operations/media.ts'
import type { Limits, Operation } from '../operations/operation.ts'
import { weightOf } from '../operations/weight.ts'
import type { Pool } from '../workers/pool.ts'
import type { Budget } from './budget.ts'
import { documented } from './documented.ts'
import { clientOf } from './guard.ts'
import { PICTURE_HEADERS } from './pictures.ts'
import { stream } from './send.ts'
import { serverTiming } from './timing.ts'
import type { Turns } from './turns.ts'
import { varyBy } from './vary.ts'

/** Where requests are answered: the small ones here and at once, the others by a worker. */
export interface Hands {
  readonly limits: Limits
  readonly pool: Pool
  readonly budget: Budget
  readonly turns: Turns
  /** The largest request that is looked into here, packed and unpacked. */
  readonly inlineBytes: number
  /** How long a client may take for each piece of a large reply, in ms. */
  readonly patience: number
}

/**
 * The most element operations that are done here. They take 1 ms as npz and 3 ms as text with every value; handing a
 * request over takes 0.3 ms, a tenth of that.
 */
const INLINE_WORK = 5_000

/** Serves an operation at its path. */
export function serve(app: FastifyInstance, operation: Operation, hands: Hands): void {
  const { id, path, scope } = operation
  const inline = limitsHere(hands)
  app.post(path, { schema: documented(operation), config: { scope } }, (request, reply) => {
    request.told = { operation: id }
    const message = {
      body: (request.body as Uint8Array | undefined) ?? new Uint8Array(),
      contentType: request.headers['content-type'],
      accept: request.headers.accept,
      scopes: request.key?.scopes,
    }
    if (operation.heavy || message.body.length > hands.inlineBytes) {
      return delegate(reply, operation, message, hands)
    }
    const here = () => {
      const task = small(operation, message, inline)
      if (!task) return delegate(reply, operation, message, hands)
      return answer(reply, operation, task.run(), hands.budget)
    }
    const later = hands.turns.own()
    return later ? later.then(here) : here()
  })
}

/** Sends a result that has been computed here. */
function answer(reply: FastifyReply, operation: Operation, result: Result, budget: Budget): void {
  const body = payload(result)
  budget.take(reply.request, body.length)
  announce(reply, operation, result)
  reply.send(body)
}

/** Has a worker compute a result, and sends it as it arrives. */
async function delegate(
  reply: FastifyReply,
  operation: Operation,
  message: Message,
  { limits, pool, budget, patience }: Hands,
): Promise<void> {
  budget.take(reply.request, weightOf(message, limits))
  const job = { operation: operation.id, message, limits }
  const asked = performance.now()
  const result = await pool.run(job, whenGone(reply), clientOf(reply.request))
  const { took } = result.account
  const { decode = 0, compute = 0 } = took
  took.queue = performance.now() - asked - decode - compute
  announce(reply, operation, result)
  await stream(reply, result.body, patience, (bytes) => budget.mayTake(reply.request, bytes))
}

/** Up to this size a reply of text leaves together with its headers, in one write, if it is a string. */
const ONE_WRITE = 16_384

function payload(result: Result): string | Buffer {
  const bytes = whole(result)
  const isText = result.contentType.startsWith(JSON_TYPE)
  return isText && bytes.length <= ONE_WRITE ? bytes.toString() : bytes
}

/** What a request may cost that is answered here: no archive that unpacks to more than may come. */
function limitsHere({ limits, inlineBytes }: Hands): Limits {
  const bytes = Math.min(inlineBytes, limits.archive.bytes)
  return { ...limits, archive: { ...limits.archive, bytes } }
}

/** A request that is small enough to be answered here; undefined for one that is a worker's. */
function small(operation: Operation, message: Message, limits: Limits): Task | undefined {
  try {
    const task = understand(operation, message, limits)
    return task.work <= INLINE_WORK ? task : undefined
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too-large') return undefined
    throw error
  }
}

/** The endings of files that a browser or curl -OJ saves. */
const ENDINGS: Readonly<Record<string, string>> = { [NPZ_TYPE]: 'npz', [NPY_TYPE]: 'npy' }

/** What is said of a result before it is sent. */
function announce(
  reply: FastifyReply,
  { id }: Operation,
  { contentType, shape, account }: Pick<Result, 'contentType' | 'shape' | 'account'>,
): void {
  reply.request.told = { operation: id, shape }
  reply.request.account = account
  varyBy(reply, 'accept')
  reply.headers({ 'content-type': contentType, 'server-timing': serverTiming(account) })
  if (contentType === SVG_TYPE) reply.headers(PICTURE_HEADERS)
  const ending = ENDINGS[contentType]
  if (ending) reply.header('content-disposition', `attachment; filename="${id}.${ending}"`)
}

/** Aborts when the client leaves before its answer is out. */
function whenGone({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) left.abort(new Error('the client has left'))
  })
  return left.signal
}
