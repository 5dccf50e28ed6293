import { z } from 'zod'
import { KIND_NAMES, KINDS } from '../src/core/inputs/kinds.ts'
import { placeOf } from '../src/formats/tensor.ts'
import { ChannelAxis, Convention, Dtype, Mode, RunningState } from './circuit.ts'
import { decoder, Tensor, Vector } from './tensor.ts'
import { Warning } from './warning.ts'

/** The most numbers of x: 32 MiB, half of the largest archive that is read unless told otherwise; dout is as large. */
const MOST = 4096 * 1024

const InputsKind = z.enum(KIND_NAMES).meta({
  id: 'InputsKind',
  description: Object.entries(KINDS)
    .map(([name, { about }]) => `\`${name}\`: ${about}.`)
    .join(' '),
})

/** The sizes of x's axes, from a list or from an array of whole numbers. */
const Shape = z
  .codec(z.unknown(), z.custom<readonly number[]>(), {
    decode: decoder<readonly number[]>(1, 1, ({ data }) => {
      const at = data.findIndex((size) => !Number.isInteger(size) || size < 1)
      if (at >= 0)
        return { path: placeOf(at, [data.length]), detail: 'expected a whole number, at least 1' }
      const [rank, count] = [data.length, data.reduce((product, size) => product * size, 1)]
      if (rank < 2 || rank > 5) return { path: [], detail: `expected 2 to 5 axes, found ${rank}` }
      if (count <= MOST) return Array.from(data)
      return { path: [], detail: `asks for ${count} numbers, and at most ${MOST} are drawn` }
    }),
    encode: (shape) => shape,
  })
  .meta({
    id: 'Shape',
    title: 'Shape',
    description: `The sizes of the axes of a tensor, rank 2 to 5: at most ${MOST} numbers in all.`,
    type: 'array',
    minItems: 2,
    maxItems: 5,
    items: { type: 'integer', minimum: 1 },
    examples: [[9, 4]],
  })

/** The input of POST /v1/inputs. */
export const InputsRequest = z
  .strictObject({
    kind: InputsKind.default(KIND_NAMES[0]),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(231)
      .describe('The same seed draws the same inputs, on every machine.'),
    shape: Shape.default([9, 4]).describe('The sizes of the axes of x: (N,D), (N,C,H,W), ...'),
    channelAxis: ChannelAxis.default(1),
    mode: Mode.default('train'),
    convention: Convention.default('torch').describe('Of `running`.'),
    eps: z
      .number()
      .min(0)
      .optional()
      .describe("When left out: 0.5 for kind `discriminating`, else the convention's own."),
    scale: z
      .number()
      .optional()
      .describe('Multiplies x; 1 when left out. Not for kind `discriminating`.'),
    shift: z
      .number()
      .optional()
      .describe('Is added to x, after `scale`; 0 when left out. Not for kind `discriminating`.'),
    dtype: Dtype,
  })
  .meta({ id: 'InputsRequest', description: 'Which inputs to draw.' })
export type InputsRequest = z.output<typeof InputsRequest>

/** The output of POST /v1/inputs. */
export const InputsReply = z
  .object({
    kind: InputsKind,
    seed: z.int(),
    x: Tensor,
    gamma: Vector,
    beta: Vector,
    eps: z.number(),
    dout: Tensor.describe("The gradient from above, in x's shape."),
    mode: Mode,
    channelAxis: ChannelAxis,
    running: RunningState.describe(
      'The statistics of the batches before; nine tenths of them are kept with the next.',
    ),
    warnings: z.array(Warning).describe('What inputs of this shape can not tell apart.'),
  })
  .meta({
    id: 'InputsReply',
    description: 'What a layer is given, in fields named as in the requests that read them.',
  })
export type InputsReply = z.output<typeof InputsReply>
