import { Refusal } from '../core/errors.ts'
import { readRequest } from '../formats/json.ts'
import { writeJson } from '../formats/json-text.ts'
import { writeNpy } from '../formats/npy-write.ts'
import { readNpz, readSingle, writeNpz } from '../formats/npz.ts'
import type { Tensor } from '../formats/tensor.ts'
import { validate } from '../formats/validate.ts'
import { inDtype } from './dtype.ts'
import { JSON_TYPE, type MediaType, NPY_TYPE, NPZ_TYPE, replyType, requestType } from './media.ts'
import type { Limits, Operation, Replied, Requested } from './operation.ts'

export interface Message {
  readonly body: Uint8Array
  readonly contentType: string | undefined
  readonly accept?: string | undefined
}

export interface Result {
  /** The reply's bytes, in pieces that are made as they are asked for. */
  readonly body: Iterable<Uint8Array>
  readonly contentType: string
  readonly shape: readonly number[]
}

/** A request that has been understood: what it will cost, and how to answer it. */
export interface Task {
  /** In element operations; see Operation. */
  readonly work: number
  /** @throws Refusal for a request that can't be answered */
  run(): Result
}

/**
 * Understands a request: decodes, validates and packs it, and finds a form for the reply.
 *
 * @throws Refusal `unsupported-media-type`, `not-acceptable`, `malformed`, `invalid`, `too-large`
 */
export function understand(
  operation: Operation,
  { body, contentType, accept }: Message,
  limits: Limits,
): Task {
  const came = requestType(contentType, body)
  const goes = replyType(accept, available(operation, came))
  const input = read(operation, came, body, limits) as Requested
  return {
    work: operation.work(input),
    run: () => ({
      body: write(
        operation,
        goes,
        inDtype(operation.run(input, limits) as Replied, input.dtype),
        input,
      ),
      contentType: goes === JSON_TYPE ? `${JSON_TYPE}; charset=utf-8` : goes,
      shape: operation.shape(input),
    }),
  }
}

/** An operation from bytes to bytes, a pure function. @throws Refusal */
export function execute(operation: Operation, message: Message, limits: Limits): Result {
  return understand(operation, message, limits).run()
}

/** A reply as one piece. */
export function whole({ body }: Pick<Result, 'body'>): Buffer {
  return Buffer.concat([...body])
}

/** The forms that a reply of an operation may have, the request's own first. */
function available({ single }: Operation, came: MediaType): MediaType[] {
  const all: MediaType[] = [JSON_TYPE, NPZ_TYPE, ...(single.reply ? ([NPY_TYPE] as const) : [])]
  return all.includes(came) ? [came, ...all.filter((each) => each !== came)] : all
}

function read(
  { request, single }: Operation,
  came: MediaType,
  body: Uint8Array,
  limits: Limits,
): unknown {
  switch (came) {
    case JSON_TYPE:
      return readRequest(request, body)
    case NPZ_TYPE:
      return validate(request, readNpz(body, limits.archive))
    case NPY_TYPE:
      if (single.request) {
        return validate(request, readSingle(single.request, body, limits.archive))
      }
      throw new Refusal('unsupported-media-type', `one array is not enough; send ${NPZ_TYPE}`)
  }
}

function write(
  { single }: Operation,
  goes: MediaType,
  reply: Replied,
  { dtype }: Requested,
): Iterable<Uint8Array> {
  switch (goes) {
    case JSON_TYPE:
      return writeJson(reply)
    case NPZ_TYPE:
      return writeNpz(reply, dtype)
    case NPY_TYPE:
      return writeNpy(reply[single.reply as string] as Tensor, dtype)
  }
}
