import { formulaOf } from './formula.ts'
import { escaped } from './markup.ts'
import { type Notation, write } from './notation.ts'
import { wordsOf } from './words.ts'

/**
 * Formulas as MathML, of the part that browsers share (MathML Core, https://www.w3.org/TR/mathml-core/). The names are
 * those of the code, upright; only the n that counts the examples is italic, since no code has it.
 */

const SIGNS = { add: '+', sub: '−', mul: '⋅' } as const

/** Of itself only a name of several letters is upright. */
const name = (text: string) =>
  text.length === 1 ? `<mi mathvariant="normal">${escaped(text)}</mi>` : `<mi>${escaped(text)}</mi>`
const sign = (text: string) => `<mo>${text}</mo>`
const number = (value: number) => `<mn>${value}</mn>`

/** What stands where MathML counts its children. */
const one = (parts: string) => (/^<(\w+)[^>]*>[^<]*<\/\1>$/.test(parts) ? parts : row(parts))
const row = (parts: string) => `<mrow>${parts}</mrow>`
const fraction = (above: string, below: string) => `<mfrac>${one(above)}${one(below)}</mfrac>`
const bracketed = (of: string) => row(`${sign('(')}${of}${sign(')')}`)

const FROM_1 = row(`<mi>n</mi>${sign('=')}${number(1)}`)
const SIGMA = '<mo movablelimits="false">∑</mo>'
const SUM = `<munderover>${SIGMA}${FROM_1}${name('N')}</munderover>`
const APPLIED = sign('\u2061')

const WRITTEN: Notation = {
  stacked: true,
  number,
  name,
  // Elsewhere than at the start of a row it would be spaced like a difference.
  minus: (of) => `<mo form="prefix">${SIGNS.sub}</mo>${of}`,
  join: (op, left, right) =>
    op === 'div' ? fraction(left, right) : `${left}${sign(SIGNS[op])}${right}`,
  square: (of) => `<msup>${of}${number(2)}</msup>`,
  sqrt: (of) => `<msqrt>${of}</msqrt>`,
  sum: (of) => `${SUM}${of}`,
  call: (called, of) => `${name(called)}${APPLIED}${bracketed(of)}`,
  bracketed,
}

/** A formula in the elements of MathML, to stand within `<math>`. @throws SyntaxError where the text is no formula. */
export function mathOf(formula: string): string {
  return write(formulaOf(formula), WRITTEN)
}

/** `name = formula` as a `<math>` element, and in words for those who listen. */
export function equationOf({ name: made, formula }: { name: string; formula: string }): string {
  return equality(name(made), made, formula)
}

/** The derivative of `value` with respect to `input`, equal to a formula, as a `<math>` element. */
export function derivativeOf(value: string, input: string, formula: string): string {
  const d = sign('∂')
  const written = fraction(`${d}${name(value)}`, `${d}${name(input)}`)
  return equality(written, `the derivative of ${value} with respect to ${input}`, formula)
}

function equality(left: string, said: string, formula: string): string {
  const words = escaped(`${said} equals ${wordsOf(formula)}`)
  return `<math displaystyle="true" aria-label="${words}">${left}${sign('=')}${mathOf(formula)}</math>`
}
