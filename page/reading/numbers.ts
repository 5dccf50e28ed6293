import { quoted } from './errors.ts'

/** Numbers as JSON, Python, C and MATLAB write them; a sentence for what is none. */

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const SPECIAL = /^[+-]?(?:nan|inf|infinity)$/i

/** The float64 nearest to what a word says; undefined when it is no number, or one beyond float64. */
export function numberOf(word: string): number | undefined {
  if (DECIMAL.test(word)) {
    const number = Number(word)
    return Number.isFinite(number) ? number : undefined
  }
  if (!SPECIAL.test(word)) return undefined
  if (/nan/i.test(word)) return Number.NaN
  return word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** What no name begins with, whatever got stuck to it. */
const VALUE = /^(?:nan|inf|infinity|null|none|na|true|false)(?![\p{L}\p{N}_])/iu

/** What people write in place of a number, and what to do about it. */
const MISTAKEN: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^$/, 'A number is missing here.'],
  [
    /\.\.\.|\u2026/,
    'The print was shortened with "...": the numbers it stands for are not in the text. Print again after ' +
      'np.set_printoptions(threshold=sys.maxsize), for torch torch.set_printoptions(profile="full"), or paste arr.tolist().',
  ],
  [DECIMAL, '# lies beyond the range of float64.'],
  [/^[+-]?0[xob]/i, '# is not decimal: write the number in the digits 0 to 9.'],
  [/^[+-]?[\d.][\d.e+-]*[ij]$/i, '# is complex, and batch normalization takes real numbers.'],
  [/^[+-]?\d{1,400}(?:_\d{1,400})+/, '# has underscores between its digits: leave them out.'],
  [/^(?:null|None|NA)$/, '# is not a number. If it stands for NaN, write NaN.'],
  [/^(?:true|false)$/i, '# is a truth value, not a number: write 1 or 0.'],
  [/^[+-]?\d+,\d+$/, '# may be 1 number or 2: write decimals with a point.'],
  [
    /^[+-]?[\d.]\S{0,400}\s+[+-]?[\d.]/,
    '# holds more than one number: are commas, tabs and blanks mixed? Decimals take a point.',
  ],
]

/** Whether a word can be the name of a column: no number, nor anything that may have been meant for one. */
export function isName(word: string): boolean {
  return /^[\p{L}_]/u.test(word) && !VALUE.test(word) && !/\.\.\.|\u2026/.test(word)
}

/** Why a word is no number that can be read. */
export function whyNot(word: string): string {
  const [, why = '# is not a number.'] = MISTAKEN.find(([pattern]) => pattern.test(word)) ?? []
  return why.replace('#', () => quoted(word))
}
