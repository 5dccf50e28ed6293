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

/** (N,D) with its sizes: (3,2); a single number has none. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? '()' : `(${shape.join(',')})`
}
