import { backward } from '../../routes/backward.ts'
import { diagnose } from '../../routes/diagnose.ts'
import { backwardExamples } from '../../routes/examples/backward.ts'
import { diagnoseExamples } from '../../routes/examples/diagnose.ts'
import { forwardExamples } from '../../routes/examples/forward.ts'
import { gradientCheckExamples } from '../../routes/examples/gradient-check.ts'
import { forward } from '../../routes/forward.ts'
import { gradientCheck } from '../../routes/gradient-check.ts'
import type { Operation } from '../../src/operations/operation.ts'
import { archive, type Part, u16, u32 } from '../support/archive.ts'
import { membersFor } from '../support/npz.ts'
import { archives } from '../support/numpy.ts'
import type { Dice } from './dice.ts'

/** The archives that the others are made of. */

/** A good archive in its parts. */
export interface Good {
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

const [{ request: batch }] = forwardExamples

/** A forward pass with a field of every kind in it: arrays, numbers, words, lists of words. */
export const FORWARD: Good = goodOf(forward, {
  ...(batch as object),
  running: { convention: 'torch', mean: [0.5, -0.5] },
})

export const GOOD: readonly Good[] = [
  FORWARD,
  ...backwardExamples.map(({ request }) => goodOf(backward, request)),
  ...gradientCheckExamples.slice(0, 2).map(({ request }) => goodOf(gradientCheck, request)),
  ...diagnoseExamples.slice(0, 1).map(({ request }) => goodOf(diagnose, request)),
]

/** What NumPy itself has written; all of it is for the forward pass. */
export const WRITTEN = archives.flatMap(({ bytes, holds }) => (holds?.['x'] ? [bytes] : []))

/** Parts written as zip allows it too: in any order, packed or not, streamed, commented, with ends of any kind. */
export function writtenAnyhow(parts: readonly Part[], { below, one }: Dice): Buffer {
  const anyhow = parts.map((part) => ({
    order: below(1000),
    part: {
      ...part,
      deflated: below(2) === 0,
      ...(below(4) === 0 && { flags: 8, behind: Buffer.alloc(one([12, 16, 20, 24])) }),
      ...(below(4) === 0 && { extra: Buffer.concat([u16(0x5455, 4), u32(below(2 ** 31))]) }),
    },
  }))
  const shuffled = anyhow.toSorted((a, b) => a.order - b.order).map(({ part }) => part)
  const wide = one([undefined, 'full', 'twice'] as const)
  const comment = Buffer.alloc(one([0, 0, 0, 0, 0, 1, 40, 65_535]), 'x')
  return archive(shuffled, { comment, ...(wide && { wide }) })
}
