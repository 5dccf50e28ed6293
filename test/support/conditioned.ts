import { rational } from './rational.ts'
import type { Surd } from './surd.ts'
import * as S from './surd.ts'

/**
 * An exact number and its conditioning scale: what it would be had nothing cancelled on the way, the sum of the
 * absolute values of its terms. A computation that keeps about 106 binary digits of its terms can't know such a number
 * better than to about 2^-106 of the scale, however small the number is.
 */
export interface Conditioned {
  readonly value: Surd
  readonly scale: Surd
}

/** An exact number in which nothing has cancelled. */
function solid(value: Surd): Conditioned {
  return { value, scale: S.abs(value) }
}

/** A float64 as given. */
export function given(x: number): Conditioned {
  return solid(S.surd(rational(x)))
}

/** The distance x - y of two given numbers, itself taken as given: moving both changes nothing in it. */
export function difference(x: Conditioned, y: Conditioned): Conditioned {
  return solid(S.add(x.value, S.negate(y.value)))
}

export function add(x: Conditioned, y: Conditioned): Conditioned {
  return { value: S.add(x.value, y.value), scale: S.add(x.scale, y.scale) }
}

export function negate(x: Conditioned): Conditioned {
  return { value: S.negate(x.value), scale: x.scale }
}

export function sub(x: Conditioned, y: Conditioned): Conditioned {
  return add(x, negate(y))
}

export function mul(x: Conditioned, y: Conditioned): Conditioned {
  return { value: S.mul(x.value, y.value), scale: S.mul(x.scale, y.scale) }
}

/** x / y for a y that doesn't cancel: a count, a variance, a root. */
export function div(x: Conditioned, y: Conditioned): Conditioned {
  return mul(x, solid(S.invert(y.value)))
}

/** The root of a rational number that doesn't cancel, a variance. */
export function sqrt(x: Conditioned): Conditioned {
  return solid(S.sqrt(x.value))
}

/** The sum of some numbers, at least one. */
export function sum(numbers: readonly Conditioned[]): Conditioned {
  return numbers.reduce(add)
}
