import { forward } from '../../routes/forward.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { archive } from '../support/archive.ts'
import { otherArray } from './arrays.ts'
import { SPOILS } from './bytes.ts'
import type { Dice } from './dice.ts'
import { FORWARD, GOOD, WRITTEN, writtenAnyhow } from './good.ts'
import { naive } from './naive.ts'

/** A body, what was done to it, and what may come of it. */
export interface Case extends Asked {
  readonly operation: Operation
  readonly what: string
  readonly wants: Wants
}

export interface Asked {
  readonly body: Buffer
  readonly type: string
}

/** The very answer to another request, whose answer is known to be right; that or a refusal; a refusal. */
export type Wants =
  | { readonly answers: 'alike' | 'alike or refused'; readonly to: Asked }
  | { readonly answers: 'refused' }

const JSON_TYPE = 'application/json'
const NPZ = 'application/x-npz'
const NPY = 'application/x-npy'

/** Something done to an archive of which nobody may notice anything. */
function harmless(dice: Dice): Case {
  const { operation, parts } = dice.one(GOOD)
  const to = { body: archive(parts), type: NPZ }
  const body = writtenAnyhow(parts, dice)
  return { operation, what: 'written anyhow', body, type: NPZ, wants: { answers: 'alike', to } }
}

/** A spoiled archive, whose checksums no longer fit unless nothing of worth was hit. */
function spoiled(dice: Dice): Case {
  const { operation, parts } = dice.one(GOOD)
  const isWritten = dice.below(3) === 0
  const good = isWritten ? dice.one(WRITTEN) : writtenAnyhow(parts, dice)
  const [what, body] = spoil(good, dice)
  const to = { body: good, type: NPZ }
  const wants: Wants = { answers: 'alike or refused', to }
  return { operation: isWritten ? forward : operation, what, body, type: NPZ, wants }
}

/** A sound archive with another array in the place of one; what that says, a naive reader says too. */
function exchanged(dice: Dice): Case {
  const { parts } = FORWARD
  const chosen = dice.one(parts)
  const data = otherThan(Buffer.from(chosen.data), dice)
  const others = parts.map((part) => (part === chosen ? { ...part, data } : part))
  const said = others.map((part) => [part.name.replace(/\.npy$/, ''), told(part.data)] as const)
  const what = `another array for ${chosen.name}`
  return { operation: forward, what, body: archive(others), type: NPZ, wants: wanted(said) }
}

/** One array for a whole request. */
function bare(dice: Dice): Case {
  const x = FORWARD.parts.find(({ name }) => name === 'x.npy')
  const body = otherThan(Buffer.from(x?.data ?? []), dice)
  const wants = wanted([['x', told(body)]])
  return { operation: forward, what: 'another array', body, type: NPY, wants }
}

function spoil(good: Buffer, dice: Dice): [what: string, body: Buffer] {
  const [what, change] = dice.one(Object.entries(SPOILS))
  return [what, change(good, dice)]
}

function otherThan(array: Buffer, dice: Dice): Buffer {
  return dice.below(3) === 0 ? spoil(array, dice)[1] : otherArray(dice)
}

/** What an array says; nothing for bytes that are none. */
function told(data: Uint8Array): unknown {
  const bytes = Buffer.from(data)
  const isArray = bytes.length >= 12 && bytes.toString('latin1', 0, 6) === '\x93NUMPY'
  return isArray ? naive(bytes) : undefined
}

/** The answer to what is said in JSON, if JSON can say it. */
function wanted(said: readonly (readonly [name: string, value: unknown])[]): Wants {
  if (said.some(([, value]) => value === undefined)) return { answers: 'refused' }
  const request = {}
  for (const [name, value] of said) put(request, name.split('.'), value)
  const body = Buffer.from(JSON.stringify(request))
  return { answers: 'alike or refused', to: { body, type: JSON_TYPE } }
}

function put(
  request: Record<string, unknown>,
  [key = '', ...rest]: string[],
  value: unknown,
): void {
  if (rest.length > 0) request[key] ??= {}
  if (rest.length === 0) request[key] = value
  else put(request[key] as Record<string, unknown>, rest, value)
}

/** The next case: mostly a spoiled archive. */
export function nextCase(dice: Dice): Case {
  return dice.one([harmless, spoiled, spoiled, spoiled, exchanged, exchanged, bare])(dice)
}
