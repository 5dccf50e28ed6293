import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** The bytes of a reply, made here or arriving from a worker. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * Sends a reply as its pieces are made: one alone with its length, more of them one after the other, no faster than
 * the client takes them.
 */
export async function send(reply: FastifyReply, body: Pieces): Promise<FastifyReply> {
  const pieces = iterate(body)
  const first = await pieces.next()
  if (first.done) return reply.send(Buffer.alloc(0))
  const second = await pieces.next()
  if (second.done) return reply.send(first.value)
  return reply.send(
    Readable.from(chain([first.value, second.value], pieces), { objectMode: false }),
  )
}

type Iteration = Iterator<Uint8Array> | AsyncIterator<Uint8Array>

function iterate(body: Pieces): Iteration {
  return Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body[Symbol.iterator]()
}

async function* chain(begun: readonly Uint8Array[], rest: Iteration): AsyncGenerator<Uint8Array> {
  try {
    yield* begun
    for (let each = await rest.next(); !each.done; each = await rest.next()) yield each.value
  } finally {
    await rest.return?.()
  }
}
