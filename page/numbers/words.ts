import type { Range } from './colours.ts'

/** Numbers as words: exact where somebody looks for it, short where many stand side by side. */

/** The shortest text that is this float64 and no other, as the service sends it; -0 keeps its sign. */
export function exact(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** Four significant digits, without an exponent where the number is of ordinary size. */
export function short(value: number): string {
  if (value === 0 || Number.isNaN(value)) return exact(value)
  const size = Math.abs(value)
  const text = size >= 1e5 || size < 1e-3 ? value.toExponential(2) : value.toPrecision(4)
  return text
    .replace(/(\.\d*?)0+(?=e|$)/, '$1')
    .replace(/\.(?=e|$)/, '')
    .replace('e+', 'e')
}

/** The same among others: where all lie close together far from 0, with so many digits that they differ. */
export function shortAmong(value: number, { middle, reach }: Range): string {
  if (middle === 0) return short(value)
  const digits = Math.ceil(Math.log10(Math.abs(middle) / reach)) + 3
  return digits > 4 ? exact(Number(value.toPrecision(Math.min(digits, 17)))) : short(value)
}

/** (N,D) with its sizes: (3,2); a single number has none. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? '()' : `(${shape.join(',')})`
}
