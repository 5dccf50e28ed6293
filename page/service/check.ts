import { METHOD_NAMES, METHODS } from '../../src/core/gradient-check/methods.ts'
import { placeOf, type Tensor } from '../../src/formats/tensor.ts'
import { numberOf } from '../reading/numbers.ts'
import { circuitOf, type Inputs } from './inputs.ts'
import { type Results, tensorOf, type Warning } from './results.ts'

const GRADIENTS = ['dx', 'dgamma', 'dbeta'] as const
type Gradient = (typeof GRADIENTS)[number]

interface Report {
  readonly verdict: string
  readonly maxRelError: number
  readonly detectable: number | null
}

/** What POST /v1/gradient-check says, as far as the page shows it. */
export type CheckReply = { readonly [Name in Gradient]?: Report } & {
  readonly verdict: string
  readonly numeric?: { readonly [Name in Gradient]?: unknown }
  readonly warnings: readonly Warning[]
}

export interface Wishes {
  readonly method: string
  readonly precision: string
  readonly h: string
  readonly pasted: Readonly<Record<string, Tensor>>
}

/** The request for a check; of what was pasted, where something was. */
export function checkRequest(inputs: Inputs, { method, precision, h, pasted }: Wishes) {
  const hasClaims = Object.keys(pasted).length > 0
  const known = METHOD_NAMES.find((name) => name === method)
  const isFull = known === undefined || METHODS[known].along === 'elements'
  return {
    ...circuitOf(inputs),
    dout: inputs.dout,
    method,
    precision,
    // What is no number is left to the service to refuse.
    h: h === '' ? undefined : (numberOf(h) ?? h),
    claimed: hasClaims ? pasted : undefined,
    include: isFull ? ['numeric'] : [],
  }
}

/** What of a submission is a gradient. */
export function gradientsIn(
  arrays: Readonly<Record<string, Tensor>>,
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(
    Object.entries(arrays).filter(([name]) => (GRADIENTS as readonly string[]).includes(name)),
  )
}

/** One element, as it was claimed and as the forward pass shows it. */
export interface Element {
  readonly name: string
  readonly index: readonly number[]
  readonly claimed: number
  readonly numeric: number
}

const MOST = 5

/** The elements that are furthest from the slopes, largest difference first. */
export function worstOf(
  { numeric = {} }: CheckReply,
  { values }: Results,
  pasted: Readonly<Record<string, Tensor>>,
): Element[] {
  const all = GRADIENTS.flatMap((name) => {
    const [claimed, nested] = [pasted[name] ?? values.get(name), numeric[name]]
    if (!claimed || nested === undefined) return []
    const { shape, data } = tensorOf(nested)
    return Array.from(data, (slope, k) => ({
      name,
      k,
      shape,
      claimed: claimed.data[k] ?? 0,
      numeric: slope,
    }))
  })
  return all
    .filter(({ claimed, numeric: slope }) => claimed !== slope)
    .sort((a, b) => Math.abs(b.claimed - b.numeric) - Math.abs(a.claimed - a.numeric))
    .slice(0, MOST)
    .map(({ name, k, shape, claimed, numeric: slope }) => ({
      name,
      index: placeOf(k, shape),
      claimed,
      numeric: slope,
    }))
}
