import { stepOf } from '../circuit.ts'
import { formulaOf, names as namesIn } from '../formula.ts'
import { BACKWARD, type BackwardName, FORWARD, type ForwardName, type Mode } from '../graph.ts'

/** The running statistics after the batch, as a value like those of the circuit. */
export type RunningName = 'next_mean' | 'next_var'
export type LineName = ForwardName | RunningName | BackwardName

/** The names that the updated running statistics have on the wire, as in everybody's code. */
const WIRE_NAMES: Readonly<Partial<Record<LineName, string>>> = {
  next_mean: 'running_mean',
  next_var: 'running_var',
}

/** The name of a line's value on the wire. */
export function wireName(name: LineName): string {
  return WIRE_NAMES[name] ?? name
}

/** One line of a layer: what it makes, and how. */
export interface Line {
  readonly name: LineName
  readonly pass: 'forward' | 'running' | 'backward'
  /** The post's number; running statistics belong to the steps whose values they keep, 1 and 4. */
  readonly step: number
  readonly shape: '(N,D)' | '(D)'
  readonly formula: string
  /** The same by other routes: nobody who takes one of them has made a mistake. */
  readonly equivalents: readonly string[]
}

/**
 * Other ways to compute a value. They give the same where all that they read is right; where it is not, they may differ,
 * and each of them is as good as the post's.
 */
const EQUIVALENTS: Readonly<Partial<Record<LineName, readonly string[]>>> = {
  var: ['sum(x ** 2) / N - mu ** 2', 'sum((x - mu) ** 2) / N'],
  ivar: ['1 / sqrt(var + eps)'],
  xhat: ['(x - mu) / sqrt(var + eps)', '(x - mu) * ivar', 'xmu / sqrt(var + eps)'],
  out: ['gamma * xhat + beta', 'gamma * ivar * x + (beta - gamma * ivar * mu)'],
  dgamma: ['sum(dout * xhat)', 'ivar * sum(dout * xmu)'],
  dxhat: ['dout * gamma'],
  dxmu1: ['dout * gamma * ivar', 'dxhat / sqrt(var + eps)'],
  dsqrtvar: ['-divar / (var + eps)', '-divar * ivar ** 2'],
  dvar: [
    '0.5 * ivar * dsqrtvar',
    '0.5 / sqrtvar * dsqrtvar',
    '-0.5 * ivar * ivar ** 2 * sum(dxhat * xmu)',
    '-0.5 * ivar ** 2 * sum(dxhat * xhat)',
  ],
  dxmu2: ['2 / N * xmu * dvar'],
  dx1: ['dxhat * ivar + 2 / N * xmu * dvar'],
  dmu: [
    '-sum(dxmu1)',
    '-ivar * sum(dxhat)',
    '-ivar * sum(dxhat) - 2 / N * dvar * sum(xmu)',
    '-ivar * sum(dxhat) - 4 / N * dvar * sum(xmu)',
  ],
  dx: [
    'dxmu1 + dxmu2 + dmu / N',
    'dxhat * ivar + 2 / N * xmu * dvar + dmu / N',
    'ivar * (dxhat - sum(dxhat) / N - xhat * sum(dxhat * xhat) / N)',
    'gamma * ivar * (dout - sum(dout) / N - xhat * sum(dout * xhat) / N)',
    'gamma * ivar * (dout - dbeta / N - xhat * dgamma / N)',
  ],
}

/** What the running statistics become: `keep` is the part of the old ones, `bessel` is 1 or N / (N - 1). */
const RUNNING: Readonly<Record<RunningName, { train: string; step: number; eval: string }>> = {
  next_mean: {
    step: 1,
    train: 'keep * running_mean + (1 - keep) * mu',
    eval: 'running_mean',
  },
  next_var: {
    step: 4,
    train: 'keep * running_var + (1 - keep) * bessel * var',
    eval: 'running_var',
  },
}

/**
 * The lines of a layer, in the order in which they are run.
 *
 * @param has whether running statistics are kept, and whether there is a backward pass
 */
export function linesOf(mode: Mode, has: { running: boolean; backward: boolean }): Line[] {
  const circuit = (pass: 'forward' | 'backward') => {
    const values = pass === 'forward' ? FORWARD : BACKWARD
    return values.map(({ name, shape, formula, evalFormula }): Line => {
      const special = mode === 'eval' && evalFormula !== undefined
      return {
        ...{ name, pass, shape: shape as Line['shape'] },
        step: stepOf(name) as number,
        formula: special ? evalFormula : formula,
        // In evaluation the statistics are constants, and no other route leads to them.
        equivalents:
          mode === 'eval' && (special || STATISTICAL.has(name)) ? [] : (EQUIVALENTS[name] ?? []),
      }
    })
  }
  const kept = Object.entries(RUNNING).map(
    ([name, line]): Line => ({
      ...{ name: name as RunningName, pass: 'running', shape: '(D)', equivalents: [] },
      step: line.step,
      formula: line[mode],
    }),
  )
  return [
    ...circuit('forward'),
    ...(has.running ? kept : []),
    ...(has.backward ? circuit('backward') : []),
  ]
}

/** The values whose other routes take the statistics for those of the batch. */
const STATISTICAL: ReadonlySet<LineName> = new Set(['dmu', 'dx', 'dx1', 'dxmu2'])

/** A right dmu vouches for one of the two gradients it is summed from: the other sums to 0 whatever it is scaled by. */
const VOUCHES_FOR: Readonly<Partial<Record<LineName, string>>> = { dmu: '-sum(dxmu1)' }

/** Everything that some values vouch for when they are right: what they are made of, themselves included. */
export function sourcesOf(names: readonly LineName[], lines: readonly Line[]): Set<string> {
  const sources = new Set<string>(names)
  for (const { name, formula } of lines.toReversed()) {
    if (!sources.has(name)) continue
    for (const read of namesIn(formulaOf(VOUCHES_FOR[name] ?? formula))) sources.add(read)
  }
  return sources
}
