import { z } from 'zod'
import type { Matrix } from '../src/core/matrix.ts'
import { nest, type Tensor as PackedTensor, type PackFault, pack } from '../src/formats/tensor.ts'

/** A decoder of nested arrays: checked and packed in one pass; the first offence is the only one reported. */
export function decoder<T extends object>(
  lowest: number,
  highest: number,
  finish: (tensor: PackedTensor) => T | PackFault,
) {
  return (
    value: unknown,
    { issues }: { issues: { push(issue: z.core.$ZodRawIssue): unknown } },
  ): T => {
    const tensor = pack(value, lowest, highest)
    const result = 'detail' in tensor ? tensor : finish(tensor)
    if (!('detail' in result)) return result
    const { path, detail } = result
    issues.push({ code: 'custom', input: undefined, path, message: detail })
    return z.NEVER
  }
}

const asVector = ({ data }: PackedTensor): Matrix => ({ n: 1, d: data.length, data })

function nonNegative(tensor: PackedTensor): Matrix | PackFault {
  const at = tensor.data.findIndex((number) => number < 0)
  return at < 0 ? asVector(tensor) : { path: [at], detail: 'is negative' }
}

/** How OpenAPI has a list of numbers. */
export const numbers = { type: 'array', minItems: 1, items: { type: 'number' } } as const
const nested = (rank: number): object =>
  rank === 1 ? numbers : { type: 'array', minItems: 1, items: nested(rank - 1) }
/** How it has a tensor: by its ranks. That rows are alike in length no schema can say. */
export const tensors = { anyOf: [2, 3, 4, 5].map(nested) } as const

/** A tensor of rank 2 to 5: nested arrays of float64 numbers, row-major, no two rows of different length. */
export const Tensor = z
  .codec(z.unknown(), z.custom<PackedTensor>(), {
    decode: decoder(2, 5, (tensor) => tensor),
    encode: (tensor) => nest(tensor),
  })
  .meta({
    id: 'Tensor',
    title: 'Tensor',
    description:
      'Nested arrays of finite float64 numbers, rank 2 to 5, row-major; no entry empty or ragged.',
    ...tensors,
    examples: [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
  })
export type Tensor = z.output<typeof Tensor>

/** A vector with one float64 number per channel, (D). */
export const Vector = z
  .codec(z.unknown(), z.custom<Matrix>(), {
    decode: decoder(1, 1, asVector),
    encode: ({ data }) => Array.from(data),
  })
  .meta({
    id: 'Vector',
    title: 'Vector',
    description: 'One finite float64 number per channel, (D).',
    ...numbers,
    examples: [[1, 2]],
  })
export type Vector = z.output<typeof Vector>

/** A vector (D) of variances or standard deviations: no negative entry. */
export const NonNegativeVector = z
  .codec(z.unknown(), z.custom<Matrix>(), {
    decode: decoder(1, 1, nonNegative),
    encode: ({ data }) => Array.from(data),
  })
  .meta({
    id: 'NonNegativeVector',
    title: 'NonNegativeVector',
    description: 'One finite float64 number per channel, (D), none of them negative.',
    type: 'array',
    minItems: 1,
    items: { type: 'number', minimum: 0 },
    examples: [[0.25, 4]],
  })
