import type { Arithmetic } from './arithmetics/arithmetic.ts'
import { evaluate, formulaOf, names } from './formula.ts'
import { BACKWARD, type Mode, STEPS, type Value } from './graph.ts'
import { matrix, type Shape, scalar } from './matrix.ts'

/** The values and inputs of the circuit that a value is made from, in the order its formula reads them. */
export function inputsOf({ formula }: Pick<Value, 'formula'>): string[] {
  return names(formulaOf(formula)).filter((name) => name !== 'N')
}

/**
 * The values of one pass, made one after the other in the circuit's order.
 *
 * @param inputs what the pass reads and does not make, by name; matrices (N,D), vectors (1,D), scalars (1,1)
 */
export function run<Name extends string, M extends Shape>(
  pass: readonly Value<Name>[],
  mode: Mode,
  arithmetic: Arithmetic<M>,
  inputs: Readonly<Record<string, M>>,
  { n, d }: Shape,
): Record<Name, M> {
  const N = arithmetic.lift(scalar(n))
  const made: Record<string, M> = {}
  const lookUp = (name: string) => {
    const found = name === 'N' ? N : (made[name] ?? inputs[name])
    if (!found) throw new ReferenceError(`the circuit has no ${name} at this point`)
    return found
  }
  for (const { name, shape, formula, evalFormula } of pass) {
    const text = mode === 'eval' && evalFormula !== undefined ? evalFormula : formula
    const result = evaluate(formulaOf(text), arithmetic, lookUp)
    const whole = { n: shape === '(N,D)' ? n : 1, d: shape === '()' ? 1 : d }
    const fits = result.n === whole.n && result.d === whole.d
    made[name] = fits ? result : arithmetic.add(result, arithmetic.lift(matrix(whole.n, whole.d)))
  }
  return made as Record<Name, M>
}

/** What the backward pass reads and does not make, in the order it is first read: dout, then the post's cache. */
function readBackward(): string[] {
  const made = new Set<string>(BACKWARD.map(({ name }) => name))
  const read = BACKWARD.flatMap((value) => inputsOf(value))
  return [...new Set(read)].filter((name) => !made.has(name))
}

/** The post's cache tuple: xhat gamma xmu ivar sqrtvar var eps. */
export const CACHE = readBackward().filter((name) => name !== 'dout') as readonly CacheName[]
export type CacheName = 'xhat' | 'gamma' | 'xmu' | 'ivar' | 'sqrtvar' | 'var' | 'eps'

/** The post's number of the step that makes a value. */
export function stepOf(name: string): number | undefined {
  return STEPS.find(({ forward, backward }) =>
    [...forward, ...backward].some((value) => value.name === name),
  )?.step
}
