import { matrix, type Shape } from '../matrix.ts'
import type { Arithmetic } from './arithmetic.ts'

/** A matrix of complex numbers, real and imaginary parts side by side. */
export interface Complex<M extends Shape> extends Shape {
  readonly re: M
  readonly im: M
}

/** The complex matrix re + i im. */
export function complexMatrix<M extends Shape>(re: M, im: M): Complex<M> {
  return { n: re.n, d: re.d, re, im }
}

/**
 * Complex numbers over a real arithmetic, for the complex-step derivative, f'(x) = Im f(x + ih) / h: no difference is
 * taken, so nothing cancels and h may be tiny (Squire and Trapp 1998, doi:10.1137/S003614459631241X). A square is
 * z * z, never |z|^2: every operation must stay analytic. Roots assume |im| far below |re|, which is what a tiny step
 * gives.
 */
export function complexOver<M extends Shape>(real: Arithmetic<M>): Arithmetic<Complex<M>> {
  const { add, sub, mul, div } = real
  return {
    lift: (a) => complexMatrix(real.lift(a), real.lift(matrix(a.n, a.d))),
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
      const re = real.sqrt(a.re)
      return complexMatrix(re, div(a.im, add(re, re)))
    },
    sum: (a) => complexMatrix(real.sum(a.re), real.sum(a.im)),
  }
}
