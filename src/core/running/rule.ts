import { CONVENTION_NAMES, CONVENTIONS, type Convention, type ConventionName } from '../running.ts'

/** A way to keep running statistics, in nobody's terms. */
export interface Rule {
  /** The part of the old statistic that stays after each batch; null for the plain average of all. */
  readonly keeps: number | null
  readonly estimator: Convention['estimator']
  /** What the statistics start from; null where nothing of that is kept, or what was held before is known. */
  readonly initial: Initial | null
}

export interface Initial {
  readonly mean: number
  readonly var: number
}

/** What layers start from, in the frameworks and in what people write. */
export const INITIALS: readonly Initial[] = [
  { mean: 0, var: 1 },
  { mean: 0, var: 0 },
  { mean: 1, var: 1 },
]

export const ESTIMATORS = ['biased', 'unbiased'] as const

/** A rule in the terms of a convention. */
export interface Named {
  readonly convention: ConventionName
  /** The convention's own number; null for the plain average. */
  readonly momentum: number | null
  /** Whether that is what the framework does when it is told nothing. */
  readonly usual: boolean
}

/**
 * The rules that the conventions follow when they are told nothing, as far as they have one.
 *
 * @param fresh whether they start from a value of their own
 */
export function usualRules(fresh: boolean): Rule[] {
  return Object.values<Convention>(CONVENTIONS).flatMap((convention): Rule[] => {
    const { update, estimator, initial, momentum } = convention
    if (update === 'cumulative') return [{ keeps: null, estimator, initial: null }]
    if (momentum === null) return []
    const keeps = keptBy(convention, momentum)
    if (keeps === 0 || !fresh) return [{ keeps, estimator, initial: null }]
    return (initial ? [initial] : INITIALS).map((each) => ({ keeps, estimator, initial: each }))
  })
}

/** The conventions that can be told to follow a rule; those that do it untold come first. */
export function namesOf({ keeps, estimator, initial }: Rule): Named[] {
  const names = CONVENTION_NAMES.flatMap((name) => {
    const convention: Convention = CONVENTIONS[name]
    const begins = convention.initial
    if (convention.estimator !== estimator) return []
    if ((convention.update === 'cumulative') !== (keeps === null)) return []
    if (begins && initial && (begins.mean !== initial.mean || begins.var !== initial.var)) return []
    const momentum = keeps === null ? null : momentumFor(convention, keeps)
    return [{ convention: name, momentum, usual: momentum === convention.momentum }]
  })
  return names.toSorted((a, b) => Number(b.usual) - Number(a.usual))
}

/** What a convention keeps of the old statistic, for a momentum of its own. */
export function keptBy({ update }: Convention, momentum: number): number {
  return update === 'replace' ? complement(momentum) : momentum
}

/** The momentum with which a convention keeps so much of the old statistic. */
export function momentumFor({ update }: Convention, keeps: number): number {
  return update === 'replace' ? complement(keeps) : keeps
}

/** 1 minus a number in the decimal digits that it is written with: 0.1 for 0.9, where float64 would have 0.09999999999999998. */
function complement(value: number): number {
  const [, decimals = ''] = /^-?\d+\.(\d+)$/.exec(String(value)) ?? []
  const exact = decimals.length > 0 && decimals.length < 16
  return exact ? Number((1 - value).toFixed(decimals.length)) : 1 - value
}
