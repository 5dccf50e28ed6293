import {
  doubleDouble,
  number,
  row,
  type WideMatrix,
  zeroColumns,
} from './arithmetics/double-double.ts'
import { type CacheName, run } from './circuit.ts'
import { listed, type Path, Refusal } from './errors.ts'
import { BACKWARD, type BackwardName, FORWARD, type ForwardName, type Mode } from './graph.ts'
import type { Matrix } from './matrix.ts'

/** The mean and variance (1,D) that take the place of the batch's in evaluation. */
export interface Statistics {
  readonly mean: Matrix
  readonly var: Matrix
}

/** What the forward pass reads: x (N,D), gamma and beta (1,D), eps >= 0 in x's unit squared. */
export interface ForwardInputs {
  readonly x: Matrix
  readonly gamma: Matrix
  readonly beta: Matrix
  readonly eps: number
  readonly mode: Mode
  /** Needed in evaluation, ignored in training. */
  readonly statistics?: Statistics | undefined
}

/** Every value of the forward pass, wide. */
export type ForwardValues = Readonly<Record<ForwardName, WideMatrix>>
/** Every value of the backward pass, wide. */
export type BackwardValues = Readonly<Record<BackwardName, WideMatrix>>
/** What the backward pass needs of the forward pass: the post's cache tuple, wide. */
export type WideCache = Readonly<Record<CacheName, WideMatrix>>

const { add, sub, lift } = doubleDouble

/**
 * What the forward pass runs on. The circuit doesn't notice when x and its mean are shifted together, so each channel
 * is measured from an origin of its own, one of its own values, from which every distance is exact: a large mean costs
 * no digits at all.
 *
 * @throws Refusal `missing` without statistics in evaluation
 */
export function centred(given: ForwardInputs): {
  readonly inputs: Readonly<Record<string, WideMatrix>>
  readonly origin: WideMatrix
} {
  const { x, gamma, beta, eps } = given
  const inputs = { gamma: lift(gamma), beta: lift(beta), eps: number(eps) }
  const wideX = lift(x)
  const statistics = statisticsOf(given)
  if (!statistics) {
    const origin = row(wideX, 0)
    return { origin, inputs: { ...inputs, x: sub(wideX, origin) } }
  }
  const origin = lift(statistics.mean)
  const running = { running_mean: sub(origin, origin), running_var: lift(statistics.var) }
  return { origin, inputs: { ...inputs, ...running, x: sub(wideX, origin) } }
}

/**
 * What takes the place of the batch's statistics: nothing in training.
 *
 * @throws Refusal `missing` without statistics in evaluation
 */
export function statisticsOf({ mode, statistics }: ForwardInputs): Statistics | undefined {
  if (mode === 'train') return undefined
  if (statistics) return statistics
  throw new Refusal('missing', 'mode "eval" needs the running mean and variance', [
    { detail: 'needed in mode "eval"', path: ['running'] },
  ])
}

/**
 * The forward pass, steps 1 to 9: every value to about 32 digits.
 *
 * @throws Refusal `missing` without statistics in evaluation, `singular` when var + eps is 0 in some channel
 */
export function forward(given: ForwardInputs): ForwardValues {
  const { inputs, origin } = centred(given)
  const values = run(FORWARD, given.mode, doubleDouble, inputs, given.x)
  refuseSingular('var + eps', values.sqrtvar, ['eps'], 'give a larger eps')
  return { ...values, mu: add(values.mu, origin) }
}

/** The cache of a forward pass: what its backward pass reads. */
export function cacheOf(
  { xhat, xmu, ivar, sqrtvar, var: variance }: ForwardValues,
  { gamma, eps }: Pick<ForwardInputs, 'gamma' | 'eps'>,
): WideCache {
  return { xhat, gamma: lift(gamma), xmu, ivar, sqrtvar, var: variance, eps: number(eps) }
}

/** A cache of float64 numbers, taken exactly as they are. */
export function liftCache(cache: Readonly<Record<CacheName, Matrix>>): WideCache {
  const wide = Object.entries(cache).map(([name, value]) => [name, lift(value)])
  return Object.fromEntries(wide) as WideCache
}

/**
 * The backward pass, steps 9 to 0: every gradient to about 32 digits, for the numbers in the cache.
 *
 * @param dout (N,D), the gradient of the loss with respect to out
 * @throws Refusal `shape` when dout is not of xhat's shape, `singular` when sqrtvar or var + eps is 0
 */
export function backward(dout: Matrix, cache: WideCache, mode: Mode): BackwardValues {
  refuseSingularCache(cache)
  return run(BACKWARD, mode, doubleDouble, { ...cache, dout: lift(dout) }, dout)
}

/** @throws Refusal `singular` when sqrtvar or var + eps is 0 */
export function refuseSingularCache(
  cache: Readonly<Record<'sqrtvar' | 'var' | 'eps', WideMatrix>>,
): void {
  refuseSingular('sqrtvar', cache.sqrtvar, ['cache', 'sqrtvar'], 'send x instead')
  refuseSingular('var + eps', add(cache.var, cache.eps), ['cache', 'var'], 'send x instead')
}

/** @throws Refusal `singular` naming the channels in which a denominator (1,D) is 0 */
export function refuseSingular(
  name: string,
  denominator: WideMatrix,
  path: Path,
  advice: string,
): void {
  const channels = zeroColumns(denominator)
  if (channels.length === 0) return
  const fault = `${name} is 0 in ${listed(channels)}`
  throw new Refusal('singular', fault, [{ detail: `${fault}; ${advice}`, path }])
}
