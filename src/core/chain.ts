import { inputsOf } from './circuit.ts'
import { BACKWARD, FORWARD, type Gate, INPUTS, type ShapeName, STEPS } from './graph.ts'

/** What becomes of the N examples on the way back through a gate. */
export type Examples = 'summed' | 'shared' | 'apart' | 'none'

/** The chain rule at one gate: the gradient of an input is the gradient from above times the local gradient. */
export interface Link {
  /** The input whose gradient it is: `ivar` for divar. */
  readonly of: string
  /** The value that the input was used for: xhat for divar. */
  readonly gate: Gate
  /** The gradients from above; several add up. */
  readonly above: readonly string[]
  /** The local gradient as a formula, the derivative of the gate with respect to the input: `xmu`. */
  readonly local: string
  readonly examples: Examples
}

const SHAPES: ReadonlyMap<string, ShapeName> = new Map(
  [...INPUTS, ...FORWARD].map(({ name, shape }) => [name, shape]),
)

/** A gradient is named d and its value; where the value is used twice, they are numbered as they arrive. */
const isGradientOf = (of: string) => (name: string) => new RegExp(`^d${of}\\d*$`).test(name)

/** The gradients that arrive at a value, one for each use of it, in the order they do: dxmu1 and dxmu2 for `xmu`. */
export function arrivingAt(value: string): string[] {
  const gradients = ['dout', ...BACKWARD.map(({ name }) => name)].filter(isGradientOf(value))
  return gradients.length > 1 ? gradients.filter((name) => name !== `d${value}`) : gradients
}

/** What a value or an input was used for, the last first, as its gradients arrive: xhat and sq for `xmu`. */
export function usesOf(value: string): string[] {
  return FORWARD.filter((gate) => inputsOf(gate).includes(value))
    .map(({ name }) => name)
    .reverse()
}

/** How a gradient is made; undefined for dx, which comes through no gate but adds up what has arrived at x. */
export function linkOf(gradient: string): Link | undefined {
  const step = STEPS.find(({ backward }) => backward.some(({ name }) => name === gradient))
  for (const gate of step?.forward ?? []) {
    for (const [of, local] of Object.entries(gate.local)) {
      if (!isGradientOf(of)(gradient)) continue
      const examples = examplesBetween(gate.shape, SHAPES.get(of))
      return { of, gate, above: aboveFor(gradient, gate), local, examples }
    }
  }
  return undefined
}

/** Where several arrive at a gate, the first gradient to go back through it is their sum, and the next reads that. */
function aboveFor(gradient: string, gate: Gate): string[] {
  const arriving = arrivingAt(gate.name)
  const sum = BACKWARD.find(({ formula }) => formula === arriving.join(' + '))
  const made = BACKWARD.find(({ name }) => name === gradient)
  return sum && made && inputsOf(made).includes(sum.name) ? [sum.name] : arriving
}

/** They follow from the shapes of the gate and of its input. */
function examplesBetween(gate: ShapeName, input: ShapeName | undefined): Examples {
  if (gate === input) return gate === '(N,D)' ? 'apart' : 'none'
  return gate === '(N,D)' ? 'summed' : 'shared'
}
