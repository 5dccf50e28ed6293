import { backward } from '../../routes/backward.ts'
import { diagnose } from '../../routes/diagnose.ts'
import { backwardExamples } from '../../routes/examples/backward.ts'
import { diagnoseExamples } from '../../routes/examples/diagnose.ts'
import { gradientCheckExamples } from '../../routes/examples/gradient-check.ts'
import { forward } from '../../routes/forward.ts'
import { gradientCheck } from '../../routes/gradient-check.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { archive, type Part, u16, u32 } from '../support/archive.ts'
import { membersFor } from '../support/npz.ts'
import { archives } from '../support/numpy.ts'
import { otherArray } from './arrays.ts'
import { SPOILS } from './bytes.ts'
import type { Dice } from './dice.ts'
import { naive } from './naive.ts'

/** An archive, what was done to it, and what may come of it. */
export interface Case {
  readonly operation: Operation
  readonly what: string
  readonly body: Buffer
  readonly wants: Wants
}

/** The very answer to another request; that or a refusal; a refusal. */
export type Wants =
  | { readonly answers: 'alike'; readonly to: Asked }
  | { readonly answers: 'alike or refused'; readonly to: Asked }
  | { readonly answers: 'refused' }

/** A request whose answer is known to be right. */
export interface Asked {
  readonly body: Buffer
  readonly type: string
}

const NPZ = 'application/x-npz'
const JSON_TYPE = 'application/json'

/** A good archive in its parts. */
interface Good {
  readonly operation: Operation
  readonly parts: readonly Part[]
}

const goodOf = (operation: Operation, request: unknown): Good => ({
  operation,
  parts: membersFor(request as object).map(({ name, pieces }) => ({
    name,
    data: Buffer.concat(pieces),
  })),
})

const GOOD: readonly Good[] = [
  goodOf(forward, {
    x: [
      [1, 8],
      [4, 2],
      [7, 5],
    ],
    gamma: [1, 2],
    beta: [0, 10],
    eps: 0.25,
    include: ['steps'],
    running: { convention: 'torch', mean: [0.5, -0.5] },
  }),
  goodOf(forward, {
    x: [
      [1, 8],
      [4, 2],
      [7, 5],
    ],
  }),
  ...backwardExamples.map(({ request }) => goodOf(backward, request)),
  ...gradientCheckExamples.slice(0, 2).map(({ request }) => goodOf(gradientCheck, request)),
  ...diagnoseExamples.slice(0, 1).map(({ request }) => goodOf(diagnose, request)),
]

/** What NumPy itself has written; all of it is for the forward pass. */
const WRITTEN = archives.flatMap(({ bytes, holds }) => (holds?.['x'] ? [bytes] : []))

/** Something done to an archive of which nobody may notice anything. */
function harmless(dice: Dice): Case {
  const { operation, parts } = dice.one(GOOD)
  const packed = parts.map((part): Part => {
    const isStreamed = dice.below(4) === 0
    return {
      ...part,
      deflated: dice.below(2) === 0,
      ...(isStreamed && { flags: 8, behind: Buffer.alloc(dice.one([12, 16, 20, 24])) }),
      ...(dice.below(4) === 0 && {
        extra: Buffer.concat([u16(0x5455, 4), u32(dice.below(2 ** 31))]),
      }),
    }
  })
  const shuffled = packed
    .map((part) => [dice.below(1000), part] as const)
    .toSorted(([a], [b]) => a - b)
  const wide = dice.one([undefined, 'full', 'twice'] as const)
  const body = archive(
    shuffled.map(([, part]) => part),
    {
      ...(wide && { wide }),
      comment: Buffer.alloc(dice.one([0, 0, 1, 40, 65_535]), 'x'),
    },
  )
  return {
    operation,
    what: 'written in another way',
    body,
    wants: { answers: 'alike', to: { body: archive(parts), type: NPZ } },
  }
}

/** A spoiled archive, whose checksums no longer fit unless nothing of worth was hit. */
function spoiled(dice: Dice): Case {
  const { operation, parts } = dice.one(GOOD)
  const isWritten = dice.below(3) === 0
  const good = isWritten
    ? dice.one(WRITTEN)
    : archive(
        parts.map((part) => ({ ...part, deflated: dice.below(2) === 0 })),
        dice.below(4) === 0 ? { wide: 'full' } : {},
      )
  const what = dice.one(Object.keys(SPOILS))
  const body = (SPOILS[what] as (typeof SPOILS)[string])(good, dice)
  const to = { body: good, type: NPZ }
  return {
    operation: isWritten ? forward : operation,
    what,
    body,
    wants: { answers: 'alike or refused', to },
  }
}

/** A sound archive with another array in the place of one; what that says, a naive reader says too. */
function exchanged(dice: Dice): Case {
  const { parts } = dice.one(GOOD.slice(0, 2))
  const { name } = dice.one(parts)
  const chosen = parts.find((part) => part.name === name) as Part
  const data =
    dice.below(3) === 0
      ? (SPOILS[dice.one(Object.keys(SPOILS))] as (typeof SPOILS)[string])(
          Buffer.from(chosen.data),
          dice,
        )
      : otherArray(dice)
  const others = parts.map((part) => (part === chosen ? { ...part, data } : part))
  const request: Record<string, unknown> = {}
  const said = others.map(({ name, data }) => [name.replace(/\.npy$/, ''), told(data)] as const)
  for (const [name, value] of said) put(request, name.split('.'), value)
  const isSaid = said.every(([, value]) => value !== undefined)
  return {
    operation: forward,
    what: `another array for ${name}`,
    body: archive(others),
    wants: isSaid
      ? {
          answers: 'alike or refused',
          to: { body: Buffer.from(JSON.stringify(request)), type: JSON_TYPE },
        }
      : { answers: 'refused' },
  }
}

/** What an array says; nothing for bytes that are too few to ask. */
function told(data: Uint8Array): unknown {
  const bytes = Buffer.from(data)
  return bytes.length >= 12 && bytes.toString('latin1', 0, 6) === '\x93NUMPY'
    ? naive(bytes)
    : undefined
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
  return dice.one([harmless, spoiled, spoiled, spoiled, exchanged, exchanged])(dice)
}
