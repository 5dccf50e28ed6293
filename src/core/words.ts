import { formulaOf } from './formula.ts'
import { type Notation, write } from './notation.ts'

const BETWEEN = { add: 'plus', sub: 'minus', mul: 'times', div: 'divided by' } as const

/** As one says a formula aloud. A comma ends the sums and quotients before it. */
const SPOKEN: Notation = {
  stacked: false,
  number: String,
  name: (name) => name,
  minus: (of) => `minus ${of}`,
  join: (op, left, right, pause) => `${left}${pause ? ',' : ''} ${BETWEEN[op]} ${right}`,
  square: (of) => `${of} squared`,
  sqrt: (of) => `the square root of ${of}`,
  sum: (of) => `the sum over the N examples of ${of}`,
  call: (name, of) => `${name} of ${of}`,
  bracketed: (of) => `open bracket ${of} close bracket`,
}

/** A formula in words, for those who listen. @throws SyntaxError where the text is no formula. */
export function wordsOf(formula: string): string {
  return write(formulaOf(formula), SPOKEN)
}
