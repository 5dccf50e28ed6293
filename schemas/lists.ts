import { z } from 'zod'
import { isTensor, type PackFault, pack, placeOf } from '../src/formats/tensor.ts'
import { decoder, type Tensor, tensors } from './tensor.ts'

type Issues = { issues: { push(issue: z.core.$ZodRawIssue): unknown } }

/** Tensors one after the other: a list of them, or one array with an axis more when they are all of one shape. */
export const TensorList = z
  .codec(z.unknown(), z.custom<readonly Tensor[]>(), {
    decode(value, { issues }: Issues) {
      const tensors = isTensor(value) ? slices(value) : listed(value)
      if (Array.isArray(tensors)) return tensors
      const { path, detail } = tensors as PackFault
      issues.push({ code: 'custom', input: undefined, path, message: detail })
      return z.NEVER
    },
    encode: (tensors) => tensors,
  })
  .meta({
    id: 'TensorList',
    description: 'Tensors in their order; in an archive one array whose first axis counts them.',
    type: 'array',
    minItems: 1,
    items: tensors,
  })

function listed(value: unknown): Tensor[] | PackFault {
  if (!Array.isArray(value)) return { path: [], detail: 'expected a list of tensors' }
  if (value.length === 0) return { path: [], detail: 'is empty' }
  const tensors: Tensor[] = []
  for (const [at, each] of value.entries()) {
    const tensor = pack(each, 2, 5)
    if ('detail' in tensor) return { path: [at, ...tensor.path], detail: tensor.detail }
    tensors.push(tensor)
  }
  return tensors
}

function slices(value: Tensor): Tensor[] | PackFault {
  const whole = pack(value, 3, 6)
  if ('detail' in whole) return whole
  const [count = 0, ...shape] = whole.shape
  const size = whole.data.length / count
  return Array.from({ length: count }, (_, at) => ({
    shape,
    data: whole.data.slice(at * size, (at + 1) * size),
  }))
}

/** One whole number, or one for each batch. */
export const Counts = z
  .codec(z.unknown(), z.custom<readonly number[]>(), {
    decode(value, context: Issues) {
      if (typeof value !== 'number') return counts(value, context)
      if (Number.isInteger(value) && value >= 1) return [value]
      context.issues.push({ code: 'custom', input: undefined, path: [], message: WHOLE })
      return z.NEVER
    },
    encode: (numbers) => numbers,
  })
  .meta({
    id: 'Counts',
    description: 'The values per channel: one number for all batches, or one for each.',
    anyOf: [
      { type: 'integer', minimum: 1 },
      { type: 'array', minItems: 1, items: { type: 'integer', minimum: 1 } },
    ],
  })

const WHOLE = 'expected a whole number, at least 1'

const counts = decoder<readonly number[]>(1, 1, ({ data, shape }) => {
  const at = data.findIndex((each) => !Number.isInteger(each) || each < 1)
  if (at < 0) return Array.from(data)
  return { path: placeOf(at, shape), detail: WHOLE }
})
