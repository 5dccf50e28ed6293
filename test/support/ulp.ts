import type { Conditioned } from './conditioned.ts'
import * as Q from './rational.ts'
import * as S from './surd.ts'

/** The part of its conditioning scale by which a value may be off where cancellation has eaten its digits. */
const ALLOWANCE = -100

/** What came of comparing computed values with exact ones. */
export interface Verdict {
  /** How many numbers were compared. */
  readonly compared: number
  /** How many of them are not the float64 nearest to the exact value. */
  readonly misrounded: number
  /** The largest error in ulp among those within one ulp. */
  readonly worst: number
  /** By name, how many are off by more than an ulp, but by no more than 2^-100 of their conditioning scale. */
  readonly cancelled: Readonly<Record<string, number>>
  /** The numbers that are neither, in words. */
  readonly wrong: readonly string[]
}

/** Every computed value (by name, row-major) beside its exact one. */
export function compare(
  computed: Readonly<Record<string, ArrayLike<number>>>,
  exact: Readonly<Record<string, readonly Conditioned[]>>,
): Verdict {
  const cancelled: Record<string, number> = {}
  const wrong: string[] = []
  let compared = 0
  let misrounded = 0
  let worst = 0
  for (const [name, values] of Object.entries(exact)) {
    const numbers = computed[name] ?? []
    if (numbers.length !== values.length) wrong.push(`${name} has ${numbers.length} numbers`)
    for (const [k, { value, scale }] of values.entries()) {
      const number = numbers[k] ?? Number.NaN
      const nearest = S.round(value)
      compared += 1
      if (number === nearest) continue
      misrounded += 1
      const error = ulpsOff(number, value)
      if (error <= 1) worst = Math.max(worst, error)
      else if (isAllowed(number, value, scale)) cancelled[name] = (cancelled[name] ?? 0) + 1
      else wrong.push(`${name}[${k}] is ${number}, exactly ${nearest}: ${error} ulp off`)
    }
  }
  return { compared, misrounded, worst, cancelled, wrong }
}

/** How far a number lies from an exact value, in units of the last place of the float64 nearest to that value. */
export function ulpsOff(number: number, exact: S.Surd): number {
  const nearest = S.round(exact)
  if (number === nearest && !Number.isFinite(nearest)) return 0
  if (!Number.isFinite(number) || !Number.isFinite(nearest)) return Number.POSITIVE_INFINITY
  const { a, b, c } = distance(number, exact)
  const place = lastPlace(nearest)
  return S.round({ a: Q.scale(a, -place), b: Q.scale(b, -place), c })
}

/** |number - exact|. */
function distance(number: number, exact: S.Surd): S.Surd {
  return S.abs(S.add(S.surd(Q.rational(number)), S.negate(exact)))
}

/** The exponent of the last of the 53 binary digits of x; of the subnormals' last digit, if that is larger. */
function lastPlace(x: number): number {
  return x === 0 ? -1074 : Q.rational(x).e
}

function isAllowed(number: number, exact: S.Surd, { a, b, c }: S.Surd): boolean {
  if (!Number.isFinite(number)) return false
  const allowance = { a: Q.scale(a, ALLOWANCE), b: Q.scale(b, ALLOWANCE), c }
  return S.sign(S.add(allowance, S.negate(distance(number, exact)))) >= 0
}
