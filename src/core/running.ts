import { doubleDouble, number, type WideMatrix } from './arithmetics/double-double.ts'
import { Refusal } from './errors.ts'
import { filled, type Matrix, type Shape } from './matrix.ts'
import { narrowed } from './narrowed.ts'

/** How one framework keeps its running statistics. */
export interface Convention {
  readonly system: string
  /** What momentum multiplies: the old statistic (`keep`), the batch's (`replace`), or nothing: a plain average (`cumulative`). */
  readonly update: 'keep' | 'replace' | 'cumulative'
  /** The batch variance that is stored: divided by N (`biased`) or by N - 1 (`unbiased`). */
  readonly estimator: 'biased' | 'unbiased'
  /** What a fresh layer starts from; null where the caller has to bring the first statistics. */
  readonly initial: { readonly mean: number; readonly var: number } | null
  /** null where the caller has to choose. */
  readonly momentum: number | null
  readonly eps: number
}

/** The conventions of the frameworks, from their sources; docs/conventions.md tells where each figure stands. */
// biome-ignore format: a table is read in columns
export const CONVENTIONS = {
  'torch':            { system: 'PyTorch',                  update: 'replace',    estimator: 'unbiased', initial: { mean: 0, var: 1 }, momentum: 0.1,  eps: 1e-5 },
  'torch-cumulative': { system: 'PyTorch, momentum=None',   update: 'cumulative', estimator: 'unbiased', initial: { mean: 0, var: 1 }, momentum: null, eps: 1e-5 },
  'keras':            { system: 'Keras 3',                  update: 'keep',       estimator: 'biased',   initial: { mean: 0, var: 1 }, momentum: 0.99, eps: 1e-3 },
  'flax':             { system: 'Flax linen',               update: 'keep',       estimator: 'biased',   initial: { mean: 0, var: 1 }, momentum: 0.99, eps: 1e-5 },
  'onnx':             { system: 'ONNX, opset 14 and later', update: 'keep',       estimator: 'biased',   initial: null,                momentum: 0.9,  eps: 1e-5 },
  'cs231n':           { system: 'CS231n assignment 2',      update: 'keep',       estimator: 'biased',   initial: { mean: 0, var: 0 }, momentum: 0.9,  eps: 1e-5 },
  'mxnet':            { system: 'MXNet',                    update: 'keep',       estimator: 'biased',   initial: { mean: 0, var: 1 }, momentum: 0.9,  eps: 1e-3 },
  'cudnn':            { system: 'cuDNN',                    update: 'replace',    estimator: 'unbiased', initial: null,                momentum: null, eps: 1e-5 },
  'tf-fused':         { system: 'TensorFlow fused op',      update: 'replace',    estimator: 'unbiased', initial: null,                momentum: 1,    eps: 1e-4 },
  'paper':            { system: 'Ioffe and Szegedy 2015',   update: 'cumulative', estimator: 'unbiased', initial: { mean: 0, var: 0 }, momentum: null, eps: 1e-5 },
} as const satisfies Record<string, Convention>

export type ConventionName = keyof typeof CONVENTIONS
export const CONVENTION_NAMES = Object.keys(CONVENTIONS) as [ConventionName, ...ConventionName[]]

/** Running statistics as they come in: everything a convention has a default for may be left out. */
export interface RunningInput {
  readonly convention?: ConventionName | undefined
  /** (1,D). */
  readonly mean?: Matrix | undefined
  /** (1,D), in x's unit squared; a momentum outside 0 to 1 can make it negative. */
  readonly var?: Matrix | undefined
  /** The convention's own number; null asks for the cumulative average. */
  readonly momentum?: number | null | undefined
  /** The batches seen so far. */
  readonly count?: number | undefined
}

/** Running statistics as they go out: send them back with the next batch. */
export interface RunningState {
  readonly convention: ConventionName
  readonly mean: Matrix
  readonly var: Matrix
  readonly momentum: number | null
  readonly count: number
}

const { add, sub, mul, div, lift } = doubleDouble
const ONE = number(1)

/**
 * The running statistics after one more batch, each rounded once.
 *
 * @param mean the batch's mean, step 1 (1,D)
 * @param variance the batch's variance, step 4 (1,D), divided by N
 * @param n the values per channel
 * @throws Refusal `single-value` when an unbiased variance is asked of one value, `missing` when the convention has
 *   no initial statistics or no momentum of its own, `invalid` when it is given one it
 *   does not take, `not-representable` when a statistic lies beyond float64
 */
export function updateRunning(
  running: RunningInput,
  { mean, variance, n }: { mean: WideMatrix; variance: WideMatrix; n: number },
): RunningState {
  const name = running.convention ?? 'torch'
  const convention: Convention = CONVENTIONS[name]
  refuseSingle(convention, n, name)
  const count = (running.count ?? 0) + 1
  const { momentum, kept, fresh } = weightsOf(running, convention, count, name)
  const batchVariance =
    convention.estimator === 'biased' ? variance : div(mul(variance, number(n)), number(n - 1))
  const next = (statistic: 'mean' | 'var', batch: WideMatrix) => {
    const old = () => lift(running[statistic] ?? initial(statistic, convention, mean.d, name))
    const mixed = kept.hi[0] === 0 ? mul(fresh, batch) : add(mul(kept, old()), mul(fresh, batch))
    return narrowed(`running.${statistic}`, mixed, ['running'])
  }
  return {
    convention: name,
    mean: next('mean', mean),
    var: next('var', batchVariance),
    momentum,
    count,
  }
}

/**
 * What the old statistic and the batch's are multiplied by, and what makes the stored variance of one divided by N; each
 * rounded once. And the statistics before the batch.
 *
 * @param n the values per channel
 * @throws Refusal as updateRunning does
 */
export function keptOf(running: RunningInput, { n, d }: Shape): Kept {
  const name = running.convention ?? 'torch'
  const convention: Convention = CONVENTIONS[name]
  refuseSingle(convention, n, name)
  const { kept } = weightsOf(running, convention, (running.count ?? 0) + 1, name)
  return {
    mean: running.mean ?? initial('mean', convention, d, name),
    var: running.var ?? initial('var', convention, d, name),
    keep: kept.hi[0] as number,
    bessel: convention.estimator === 'biased' ? 1 : n / (n - 1),
  }
}

/** Running statistics (1,D) before a batch, the share of them that is kept, and the stored variance over that divided by N. */
export interface Kept {
  readonly mean: Matrix
  readonly var: Matrix
  readonly keep: number
  readonly bessel: number
}

/** @throws Refusal `single-value` when an unbiased variance is asked of one value */
function refuseSingle({ estimator }: Convention, n: number, name: ConventionName): void {
  if (estimator === 'biased' || n > 1) return
  throw new Refusal(
    'single-value',
    `the running variance of convention "${name}" divides by N - 1, and N is 1`,
    [{ detail: 'needs at least two values per channel', path: ['x'] }],
  )
}

/** What the old statistic and the new batch are multiplied by, to 32 digits, and the momentum they came from. */
function weightsOf(
  running: RunningInput,
  convention: Convention,
  count: number,
  name: ConventionName,
): { momentum: number | null; kept: WideMatrix; fresh: WideMatrix } {
  if (convention.update === 'cumulative' && typeof running.momentum === 'number') {
    throw new Refusal('invalid', `convention "${name}" has no momentum`, [
      { detail: `convention "${name}" takes the plain average`, path: ['running', 'momentum'] },
    ])
  }
  if (running.momentum === null || convention.update === 'cumulative') {
    const of = (batches: number) => div(number(batches), number(count))
    return { momentum: null, kept: of(count - 1), fresh: of(1) }
  }
  const momentum = running.momentum ?? convention.momentum
  if (momentum === null) {
    throw new Refusal('missing', `convention "${name}" has no default momentum`, [
      { detail: `convention "${name}" needs a momentum`, path: ['running', 'momentum'] },
    ])
  }
  const given = number(momentum)
  const rest = sub(ONE, given)
  return convention.update === 'replace'
    ? { momentum, kept: rest, fresh: given }
    : { momentum, kept: given, fresh: rest }
}

function initial(
  statistic: 'mean' | 'var',
  convention: Convention,
  d: number,
  name: ConventionName,
): Matrix {
  if (convention.initial) return filled(d, convention.initial[statistic])
  throw new Refusal('missing', `convention "${name}" has no initial ${statistic}`, [
    { detail: `convention "${name}" needs a first ${statistic}`, path: ['running', statistic] },
  ])
}
