import type { Matrix, Shape } from '../matrix.ts'
import { matrix } from '../matrix.ts'
import type { Arithmetic } from './arithmetic.ts'
import { float64 } from './float64.ts'

/** A matrix of complex numbers, real and imaginary parts side by side. */
export interface ComplexMatrix extends Shape {
  readonly re: Matrix
  readonly im: Matrix
}

/** The complex matrix re + i im. */
export function complexMatrix(re: Matrix, im: Matrix): ComplexMatrix {
  return { n: re.n, d: re.d, re, im }
}

const { add, sub, mul, div, sqrt, sum } = float64

/**
 * Complex float64 arithmetic for the complex-step derivative, f'(x) = Im f(x + ih) / h: no difference is taken, so
 * nothing cancels and h may be tiny (Squire and Trapp 1998, doi:10.1137/S003614459631241X). A square is z * z, never
 * |z|^2: every operation must stay analytic. Quotients and roots assume |im| far below |re|, which is what a tiny
 * step gives, except at a real part of 0, where the quotient's divisor is never found here.
 */
export const complex: Arithmetic<ComplexMatrix> = {
  lift: (a) => complexMatrix(a, matrix(a.n, a.d)),
  add: (a, b) => complexMatrix(add(a.re, b.re), add(a.im, b.im)),
  sub: (a, b) => complexMatrix(sub(a.re, b.re), sub(a.im, b.im)),
  mul: (a, b) =>
    complexMatrix(sub(mul(a.re, b.re), mul(a.im, b.im)), add(mul(a.re, b.im), mul(a.im, b.re))),
  div(a, b) {
    const size = add(mul(b.re, b.re), mul(b.im, b.im))
    return complexMatrix(
      div(add(mul(a.re, b.re), mul(a.im, b.im)), size),
      div(sub(mul(a.im, b.re), mul(a.re, b.im)), size),
    )
  },
  sqrt(a) {
    const re = sqrt(a.re)
    return complexMatrix(re, div(a.im, add(re, re)))
  },
  sum: (a) => complexMatrix(sum(a.re), sum(a.im)),
}
