import type { Scope } from '../../schemas/scopes.ts'
import { Refusal } from '../core/errors.ts'
import { letGo } from '../core/memory.ts'
import { readRequest } from '../formats/json.ts'
import { writeJson } from '../formats/json-text.ts'
import { writeNpy } from '../formats/npy-write.ts'
import { readNpz, readSingle, writeNpz } from '../formats/npz.ts'
import type { Tensor } from '../formats/tensor.ts'
import { validate } from '../formats/validate.ts'
import { type Account, timed } from './account.ts'
import { countValues } from './count-values.ts'
import { inFloat32 } from './dtype.ts'
import { free } from './free.ts'
import { JSON_TYPE, type MediaType, NPY_TYPE, NPZ_TYPE, replyType, requestType } from './media.ts'
import { demandScopes } from './needs.ts'
import type { Form, Limits, Operation, Replied, Requested } from './operation.ts'

export interface Message {
  readonly body: Uint8Array
  readonly contentType: string | undefined
  readonly accept?: string | undefined
  /** What its sender may, where not everybody may everything. */
  readonly scopes?: readonly Scope[] | undefined
  /** Whether nobody reads the body again, so that its bytes may be moved and what comes of it may lie there. */
  readonly spent?: boolean
}

export interface Result {
  /** The reply's bytes, in pieces that are made as they are asked for. */
  readonly body: Iterable<Uint8Array>
  /** Whether each piece is to leave as soon as it is made; else small ones may leave together. */
  readonly live: boolean
  readonly contentType: string
  readonly shape: readonly number[]
  readonly account: Account
  /** Gives the arrays of the request and of the reply back, when the body has been read. */
  free(): void
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
 * @throws Refusal `unsupported-media-type`, `not-acceptable`, `malformed`, `invalid`, `too-large`, `forbidden`
 */
export function understand(
  operation: Operation,
  { body, contentType, accept, scopes, spent = false }: Message,
  limits: Limits,
): Task {
  const start = performance.now()
  const came = requestType(contentType, body)
  const goes = replyType(accept, available(operation, came))
  const input = read(operation, came, body, limits, spent) as Requested
  demandScopes(operation.needs?.(input) ?? [], scopes)
  if (spent && came === JSON_TYPE) free(body)
  demandFew(input, limits.values)
  const work = operation.work(input)
  const decode = performance.now() - start
  return {
    work,
    run: () => {
      const account: Account = { took: { decode }, judged: [] }
      const begun = performance.now()
      const made = operation.run(input, limits, (each) => account.judged.push(each)) as Replied
      const reply = input.dtype === 'float32' ? inFloat32(made) : made
      account.took.compute = performance.now() - begun
      return {
        account,
        body: timed(write(operation, goes, reply, input), account),
        live: formOf(operation, goes)?.live ?? false,
        contentType: withCharset(goes),
        shape: operation.shape(input),
        free: () => free({ input, reply }),
      }
    },
  }
}

/** @throws Refusal `too-large` for a request of more numbers than it may hold */
function demandFew(input: unknown, most: number): void {
  const count = countValues(input)
  if (count <= most) return
  throw new Refusal('too-large', `the request holds ${count} numbers, and ${most} are allowed`)
}

/** An operation from bytes to bytes, a pure function. @throws Refusal */
export function execute(operation: Operation, message: Message, limits: Limits): Result {
  return understand(operation, message, limits).run()
}

/** A reply as one piece. */
export function whole({ body }: Pick<Result, 'body'>): Buffer {
  const pieces = [...body]
  const [first] = pieces
  return pieces.length === 1 && first instanceof Buffer ? first : Buffer.concat(pieces)
}

/** The forms that a reply may have, for each form of a request: its own first. */
const FORMS: Readonly<Record<MediaType, readonly MediaType[]>> = {
  [JSON_TYPE]: [JSON_TYPE, NPZ_TYPE, NPY_TYPE],
  [NPZ_TYPE]: [NPZ_TYPE, JSON_TYPE, NPY_TYPE],
  [NPY_TYPE]: [NPY_TYPE, JSON_TYPE, NPZ_TYPE],
}

/** The forms that a reply of an operation may have: its own, or the request's first. */
function available({ single, forms }: Operation, came: MediaType): readonly string[] {
  if (forms) return forms.map(({ type }) => type)
  return single.reply ? FORMS[came] : FORMS[came].filter((form) => form !== NPY_TYPE)
}

function read(
  { request, single, lenient = false, textOnly }: Operation,
  came: MediaType,
  body: Uint8Array,
  { archive }: Limits,
  spent: boolean,
): unknown {
  if (textOnly && came !== JSON_TYPE) {
    throw new Refusal('unsupported-media-type', `no archive holds this; send ${JSON_TYPE}`)
  }
  switch (came) {
    case JSON_TYPE:
      // A text and what its parser makes of it are several times as large as the numbers.
      letGo()
      return readRequest(request, body, lenient)
    case NPZ_TYPE:
      return validate(request, readNpz(body, archive, { spent, lenient }))
    case NPY_TYPE:
      if (single.request) {
        return validate(request, readSingle(single.request, body, archive, spent))
      }
      throw new Refusal('unsupported-media-type', `one array is not enough; send ${NPZ_TYPE}`)
  }
}

/** A form that is an operation's own; undefined for those that any reply can have. */
function formOf({ forms }: Operation, goes: string): Form | undefined {
  return forms?.find(({ type }) => type === goes)
}

function write(
  operation: Operation,
  goes: string,
  reply: Replied,
  { dtype = 'float64' }: Requested,
): Iterable<Uint8Array> {
  const form = formOf(operation, goes)
  if (form) return form.write(reply as never)
  if (goes === NPZ_TYPE) return writeNpz(reply, dtype)
  if (goes === NPY_TYPE) return writeNpy(reply[operation.single.reply as string] as Tensor, dtype)
  return writeJson(reply)
}

/** Texts say how they are encoded. JSON always does it the same way, but clients ask. */
function withCharset(type: string): string {
  return type === JSON_TYPE || type.startsWith('text/') ? `${type}; charset=utf-8` : type
}
