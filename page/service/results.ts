import { INPUTS } from '../../src/core/graph.ts'
import { isTensor, pack, type Tensor } from '../../src/formats/tensor.ts'
import { ask, type Problem, Refused } from './ask.ts'
import { bodyOf } from './bodies.ts'
import { circuitOf, type Inputs } from './inputs.ts'

export interface Warning {
  readonly code: string
  readonly detail: string
}

/** Every value there is for the inputs, each in its own shape, bit for bit as the service sent it. */
export interface Results {
  readonly inputs: Inputs
  readonly values: ReadonlyMap<string, Tensor>
  readonly warnings: readonly Warning[]
  /** Why there is no way back, where there should be one. */
  readonly problem?: Problem
}

interface Reply {
  readonly steps: Readonly<Record<string, unknown>>
  readonly warnings: readonly Warning[]
}

/** @throws Refused when the service refuses the inputs */
export async function resultsFor(inputs: Inputs, signal: AbortSignal): Promise<Results> {
  const [forward, { reply: backward, problem }] = await Promise.all([
    ask<Reply>('/v1/forward', bodyOf(forwardRequest(inputs)), signal),
    wayBack(inputs, signal),
  ])
  // A dout that the service refuses is of any shape, and can't be shown as one of x's.
  const { dout: _, ...rest } = inputs
  const values = new Map<string, Tensor>(given(problem ? rest : inputs))
  for (const [name, nested] of Object.entries({ ...forward.steps, ...backward?.steps })) {
    values.set(name, tensorOf(nested))
  }
  const warnings = [...forward.warnings, ...(backward?.warnings ?? [])]
  const once = new Map(warnings.map((each) => [each.code, each]))
  return { inputs, values, warnings: [...once.values()], ...(problem && { problem }) }
}

async function wayBack(
  inputs: Inputs,
  signal: AbortSignal,
): Promise<{ reply?: Reply; problem?: Problem }> {
  if (!inputs.dout) return {}
  try {
    return { reply: await ask<Reply>('/v1/backward', bodyOf(backwardRequest(inputs)), signal) }
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem }
    throw error
  }
}

/** The request for every value forward. */
export const forwardRequest = (inputs: Inputs) => ({ ...circuitOf(inputs), include: ['steps'] })

/** The request for every value backward. */
export const backwardRequest = (inputs: Inputs) => ({
  ...circuitOf(inputs),
  dout: inputs.dout,
  include: ['steps'],
})

/** The inputs by their names in the circuit, what was left empty filled in as the service does. */
function given({ x, gamma, beta, dout, eps, running, layout }: Inputs): [string, Tensor][] {
  const filled = (value: number) => tensor([layout.d], new Float64Array(layout.d).fill(value))
  const byName: Readonly<Record<string, Tensor | undefined>> = {
    x,
    gamma: gamma ?? filled(1),
    beta: beta ?? filled(0),
    eps: tensor([], Float64Array.of(eps)),
    dout,
    running_mean: running?.mean,
    running_var: running?.var,
  }
  return INPUTS.flatMap(({ name }) => {
    const value = byName[name]
    return value ? [[name, value]] : []
  })
}

function tensor(shape: readonly number[], data: Float64Array): Tensor {
  return { shape, data }
}

/** Nested arrays of a reply. */
export function tensorOf(nested: unknown): Tensor {
  const packed = pack(nested, 1, 5)
  if (!isTensor(packed)) throw new TypeError(packed.detail)
  return packed
}

/** The 2-norm, scaled so that no square overflows. */
export function normOf({ data }: Tensor): number {
  const largest = data.reduce((most, each) => Math.max(most, Math.abs(each)), 0)
  if (largest === 0) return 0
  return largest * Math.sqrt(data.reduce((sum, each) => sum + (each / largest) ** 2, 0))
}
