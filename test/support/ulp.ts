import type { Conditioned } from './conditioned.ts'
import * as Q from './rational.ts'
import * as S from './surd.ts'

/** What came of comparing computed numbers with exact ones. */
export interface Verdict {
  /** How many numbers were compared. */
  readonly compared: number
  /** The largest error in ulp among those that are not the nearest float64 but within one ulp; 0 without any. */
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
  let worst = 0
  for (const [name, values] of Object.entries(exact)) {
    const numbers = computed[name] ?? []
    if (numbers.length !== values.length) wrong.push(`${name} has ${numbers.length} numbers`)
    for (const [k, { value, scale }] of values.entries()) {
      const number = numbers[k] ?? Number.NaN
      const nearest = S.round(value)
      compared += 1
      if (number === nearest) continue
      const error = ulpsOff(number, value, nearest)
      if (error <= 1) worst = Math.max(worst, error)
      else if (isAllowed(number, value, scale)) cancelled[name] = (cancelled[name] ?? 0) + 1
      else wrong.push(`${name}[${k}] is ${number}, exactly ${nearest}: ${error} ulp off`)
    }
  }
  return { compared, worst, cancelled, wrong }
}

/** How far a number lies from an exact value, in units of the last place of the float64 nearest to that value. */
function ulpsOff(number: number, exact: S.Surd, nearest: number): number {
  if (Number.isNaN(number)) return Number.POSITIVE_INFINITY
  return S.round(S.shift(distance(number, exact), -lastPlace(nearest)))
}

/** Whether a number lies within 2^-100 of its scale from an exact value. */
function isAllowed(number: number, exact: S.Surd, scale: S.Surd): boolean {
  if (Number.isNaN(number)) return false
  return S.sign(S.add(S.shift(scale, -100), S.negate(distance(number, exact)))) >= 0
}

/** |number - exact|, an infinity being the power of two where float64 ends. */
function distance(number: number, exact: S.Surd): S.Surd {
  const fraction = Number.isFinite(number)
    ? Q.rational(number)
    : Q.shift(Q.rational(Math.sign(number)), 1024)
  return S.abs(S.add(S.surd(fraction), S.negate(exact)))
}

/** The exponent of the last of the 53 binary digits of x, or of the subnormals' last digit where that is larger. */
function lastPlace(x: number): number {
  if (x === 0) return -1074
  return Q.rational(Number.isFinite(x) ? x : Number.MAX_VALUE).e
}
