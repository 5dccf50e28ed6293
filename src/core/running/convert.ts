import { doubleDouble, number, rounded, type WideMatrix } from '../arithmetics/double-double.ts'
import { type Path, Refusal } from '../errors.ts'
import type { Matrix } from '../matrix.ts'
import { narrowed } from '../narrowed.ts'
import { CONVENTIONS, type Convention, type ConventionName, type RunningInput } from '../running.ts'
import { type Warning, warning } from '../warnings.ts'
import { keptBy, momentumFor } from './rule.ts'

/** Running statistics of a known convention. */
export interface State extends RunningInput {
  readonly convention: ConventionName
  readonly mean: Matrix
  readonly var: Matrix
}

/** The same statistics in the terms of another convention, and the eps to set there for the same results. */
export interface Converted {
  readonly running: State
  readonly eps: number
  readonly warnings: readonly Warning[]
}

const { add, sub, mul, div, lift } = doubleDouble

/**
 * Running statistics in the terms of another convention: those that its layer would hold, had it seen the same batches
 * with the same weights. The mean is the mean; the variance is scaled by N / (N - 1) or back, but for what is left in it
 * of the first value, which no batch has made.
 *
 * @param n the values per channel, in every batch; of use where one of the two divides by N - 1
 * @throws Refusal `missing` without n, momentum or count where they are needed, `single-value` where N - 1 is 0,
 *   `invalid` when more than all of the variance would be left of the first value, `not-representable`
 */
export function converted(state: State, to: ConventionName, n: number | undefined): Converted {
  const [source, target]: Convention[] = [CONVENTIONS[state.convention], CONVENTIONS[to]]
  if (!source || !target) throw new RangeError(`no convention ${to}`)
  const keeps = keptBySource(state, source)
  const averages = keeps === null
  const plain = target.update === 'cumulative'
  if ((averages || plain) && state.count === undefined) {
    throw missing('a plain average goes on from the number of its batches', ['running', 'count'])
  }
  const momentum = momentumOf(keeps, target, plain)
  const variance = varianceOf(state, source, target, keeps, n)
  const found = {
    'plain-average': averages !== (momentum === null),
    'initial-unknown': variance.guessed,
    'eps-differs': source.eps !== target.eps,
  } as const
  const codes = Object.keys(found) as (keyof typeof found)[]
  return {
    running: {
      convention: to,
      mean: state.mean,
      var: narrowed('running.var', variance.value, ['running', 'var']),
      momentum,
      ...(state.count !== undefined && { count: state.count }),
    },
    eps: source.eps,
    warnings: codes.filter((code) => found[code]).map((code) => warning(code)),
  }
}

/** What the source keeps of the old after each batch; null for the plain average. */
function keptBySource({ momentum, convention }: State, source: Convention): number | null {
  if (momentum === null || source.update === 'cumulative') return null
  const own = momentum ?? source.momentum
  if (own !== null) return keptBy(source, own)
  throw missing(`convention "${convention}" has no default momentum`, ['running', 'momentum'])
}

/** A plain average has no momentum, but for cuDNN, which is told a new one for every batch; the others have their default. */
function momentumOf(keeps: number | null, target: Convention, plain: boolean): number | null {
  if (plain) return null
  return keeps === null ? target.momentum : momentumFor(target, keeps)
}

function varianceOf(
  state: State,
  source: Convention,
  target: Convention,
  keeps: number | null,
  n: number | undefined,
): { value: WideMatrix | Matrix; guessed: boolean } {
  if (source.estimator === target.estimator) return { value: state.var, guessed: false }
  if (n === undefined) {
    throw missing('one of the two divides by N and the other by N - 1: it takes N', ['n'])
  }
  if (n === 1) {
    throw new Refusal('single-value', 'one value has no variance divided by N - 1', [
      { detail: 'needs at least two values per channel', path: ['n'] },
    ])
  }
  const left = leftOfFirst(state, source, keeps)
  const first = number(left.known ? (source.initial?.var ?? 0) : 0)
  const start = mul(left.share, first)
  const batches = sub(lift(state.var), start)
  if (keeps === null || (keeps >= 0 && keeps <= 1))
    demandBatches(batches, rounded(start).data[0] as number)
  const [up, down] = [number(n), number(n - 1)]
  const factor = target.estimator === 'unbiased' ? div(up, down) : div(down, up)
  return { value: add(start, mul(batches, factor)), guessed: !left.known }
}

/** The share of the first value that is left after all batches, and whether that is known, or does not matter. */
function leftOfFirst(
  { count }: State,
  { initial }: Convention,
  keeps: number | null,
): { share: WideMatrix; known: boolean } {
  const gone = keeps === null || keeps === 0
  if (gone && count !== 0) return { share: number(0), known: count !== undefined || keeps === 0 }
  if (count === undefined || (!initial && count > 0)) return { share: number(0), known: false }
  return { share: power(keeps ?? 0, count), known: true }
}

/** keeps to the power of a whole number, to some 25 digits. */
function power(keeps: number, count: number): WideMatrix {
  let [result, square] = [number(1), number(keeps)]
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = mul(result, square)
    square = mul(square, square)
  }
  return result
}

/** @throws Refusal `invalid` when the batches would have had a negative variance, by more than rounding */
function demandBatches(batches: WideMatrix, start: number): void {
  const rest = rounded(batches).data
  const at = rest.findIndex((variance) => variance < -(2 ** -20) * start)
  if (at < 0) return
  const detail = `is smaller than the ${start} that is left of the first variance after so many batches`
  throw new Refusal('invalid', `running.var ${detail}`, [{ detail, path: ['running', 'var', at] }])
}

function missing(detail: string, path: Path): Refusal {
  return new Refusal('missing', detail, [{ detail, path }])
}
