import { doubleDouble, rounded } from '../arithmetics/double-double.ts'
import { Refusal } from '../errors.ts'
import { forward } from '../fused/forward.ts'
import type { ForwardVectors } from '../fused/statistics.ts'
import type { Matrix } from '../matrix.ts'
import type { ForwardInputs } from '../passes.ts'
import type { Looks } from './looks.ts'
import type { GradientName } from './methods.ts'
import { drawDout, drawProbes } from './probes.ts'
import { type Settings, settle, type Wishes, workOf } from './settings.ts'
import { type Sizes, sizesOf } from './sizes.ts'
import { type Steps, stepsOf } from './steps.ts'

/** dx (N,D), dgamma and dbeta (1,D). */
export type Claims = { readonly [Name in GradientName]?: Matrix | undefined }

/** What is to be checked, and how. */
export interface Check extends Wishes {
  readonly inputs: ForwardInputs
  /** (N,D); a signed one is drawn when it isn't given. */
  readonly dout?: Matrix | undefined
  /** What somebody's backward pass returned for `dout`; without it the service's own is judged. */
  readonly claimed?: Claims | undefined
  /** Of everything that is drawn. */
  readonly seed: number
}

/** A check with everything decided and drawn, and what follows from the inputs alone. */
export interface Setup {
  readonly settings: Settings
  readonly inputs: ForwardInputs
  /** mu, var, sqrtvar and ivar, (1,D). */
  readonly vectors: ForwardVectors
  /** (N,D). Only its size counts: what lies beyond float64 is taken for less than it is. */
  readonly xhat: Matrix
  /** (N,D). */
  readonly dout: Matrix
  readonly steps: Steps
  readonly looks: Looks
  readonly sizes: Sizes
}

/**
 * @param limit the most element operations that a check may cost
 * @throws Refusal `missing` when gradients are claimed for no dout, `too-much-work`, `singular`, `invalid` when a step
 *   into the imaginary is not a small one
 */
export function prepare(check: Check, limit: number): Setup {
  const { inputs, seed } = check
  const settings = settle(check)
  const { along, pooled, probes: count, unsigned } = settings
  refuseCostly('check', workOf(settings, inputs.x), limit, CHEAPER[along])
  if (check.claimed && !check.dout) refuseOrphans()
  const { xhat: exact, ...vectors } = forward(inputs, (name) => name === 'xhat')
  const xhat = inputs.mode === 'eval' ? bounded(exact as Matrix) : (exact as Matrix)
  const steps = stepsOf(settings.step, inputs, vectors.sqrtvar)
  if (isTooLong({ settings, steps, vectors })) refuseLongStep()
  const dout = check.dout ?? drawDout(inputs.x, seed, unsigned)
  const probes =
    along === 'probes' ? drawProbes(inputs.x, { count, seed, pooled, unsigned }) : undefined
  return {
    settings,
    inputs,
    vectors,
    xhat,
    dout,
    steps,
    looks: { probes, pooled },
    sizes: sizesOf(inputs, vectors, xhat, dout),
  }
}

/** xhat such that neither it nor its sum over the batch leaves float64, as it may in evaluation only. */
function bounded(xhat: Matrix): Matrix {
  const { n, data } = xhat
  const most = Number.MAX_VALUE / (4 * n)
  for (let k = 0; k < data.length; k++) data[k] = Math.max(-most, Math.min(most, data[k]))
  return xhat
}

/** What to do about a check that costs too much. */
const CHEAPER: Readonly<Record<Settings['along'], string>> = {
  elements: 'method "projection" costs 4 * N * D for each probe',
  probes: 'check fewer channels at a time',
}

/**
 * @param what is refused: a check, or many in a row
 * @throws Refusal `too-much-work`
 */
export function refuseCostly(what: string, work: number, limit: number, advice: string): void {
  if (work <= limit) return
  throw new Refusal(
    'too-much-work',
    `the ${what} would cost ${work} element operations, and the limit is ${limit}; ${advice}`,
    [{ detail: `too large for this ${what}`, path: ['x'] }],
  )
}

function refuseOrphans(): never {
  throw new Refusal('missing', 'gradients are claimed, but not for which dout', [
    { detail: 'needed to judge claimed gradients', path: ['dout'] },
  ])
}

/** The longest step into the imaginary, as a part of sqrtvar: beyond, roots are not what they are taken for. */
const LONGEST_IMAGINARY = 2 ** -4

/** Whether a step in x leads so far into the imaginary that its slope means nothing. */
export function isTooLong({
  settings,
  steps,
  vectors,
}: Pick<Setup, 'settings' | 'steps' | 'vectors'>): boolean {
  if (settings.scheme !== 'complex-step') return false
  const longest = Math.max(...rounded(doubleDouble.mul(steps.x, vectors.ivar)).data)
  return longest > LONGEST_IMAGINARY
}

function refuseLongStep(): never {
  throw new Refusal('invalid', 'h is too long for method "complex-step"', [
    { detail: 'a step into the imaginary has to be far shorter than sqrtvar', path: ['h'] },
  ])
}

/** The same inputs and the same dout, looked at in another way. */
export function lookedAtBy(setup: Setup, wishes: Wishes): Setup {
  const settings = settle(wishes)
  const steps = stepsOf(settings.step, setup.inputs, setup.vectors.sqrtvar)
  return { ...setup, settings, steps }
}
