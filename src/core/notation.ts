import type { Formula } from './formula.ts'

/** A way to write formulas down, in signs or in words. What it is handed is written already, with its brackets. */
export interface Notation {
  /** Fractions and roots that stand on two levels hold their parts together; a line of words doesn't. */
  readonly stacked: boolean
  number(value: number): string
  name(name: string): string
  minus(of: string): string
  /** `pause`: left ends in a quotient or in the body of a sum, and a line of words has to say that it is over. */
  join(op: 'add' | 'sub' | 'mul' | 'div', left: string, right: string, pause: boolean): string
  square(of: string): string
  sqrt(of: string): string
  sum(of: string): string
  call(name: string, of: string): string
  bracketed(of: string): string
}

/** What stands around a part of a formula. */
interface Place {
  /** What holds together less firmly than this needs brackets. */
  readonly least: number
  /** A minus may stand in front. */
  readonly leads: boolean
  /** A factor or a divisor follows, which the body of a sum would swallow. */
  readonly followed: boolean
  /** It belongs to the body of a sum. */
  readonly summed: boolean
}

const [TERM, PRODUCT, FACTOR, BASE, ATOM] = [0, 1, 2, 3, 4] as const
const ALONE: Place = { least: TERM, leads: true, followed: false, summed: false }

/** -a is read as 0 - a. */
const isMinus = (formula: Formula) =>
  formula.op === 'sub' && formula.left.op === 'number' && formula.left.value === 0

function firmness(formula: Formula, { stacked }: Notation): number {
  if (isMinus(formula)) return FACTOR
  switch (formula.op) {
    case 'add':
    case 'sub':
      return TERM
    case 'mul':
      return PRODUCT
    case 'div':
      return stacked ? FACTOR : PRODUCT
    case 'sum':
      return FACTOR
    case 'number':
    case 'name':
      return ATOM
    default:
      return BASE
  }
}

function endsOpen(formula: Formula): boolean {
  if (formula.op === 'div' || formula.op === 'sum') return true
  return 'right' in formula && endsOpen(formula.right)
}

/**
 * A formula in a notation, with the fewest brackets that keep it the same formula: a + (b + c) keeps its own, since
 * rounding tells it from a + b + c. A sum reaches over the product after it, and a minus stands only in front.
 */
export function write(formula: Formula, notation: Notation, place: Place = ALONE): string {
  const swallows = formula.op === 'sum' && place.followed && (notation.stacked || place.summed)
  const misplaced = isMinus(formula) && !place.leads
  return swallows || misplaced || firmness(formula, notation) < place.least
    ? notation.bracketed(bare(formula, notation, ALONE))
    : bare(formula, notation, place)
}

/** The same without brackets around the whole. */
function bare(formula: Formula, notation: Notation, place: Place): string {
  const { stacked } = notation
  const part = (of: Formula, around: Partial<Place>) => write(of, notation, { ...place, ...around })
  const held = (of: Formula) =>
    stacked ? write(of, notation) : part(of, { least: BASE, leads: false })
  switch (formula.op) {
    case 'number':
      return notation.number(formula.value)
    case 'name':
      return notation.name(formula.name)
    case 'square':
      return notation.square(part(formula.of, { least: ATOM, leads: false }))
    case 'sqrt':
      return notation.sqrt(held(formula.of))
    case 'call':
      return notation.call(formula.name, held(formula.of))
    case 'sum': {
      const body = { least: PRODUCT, leads: false, followed: false, summed: true }
      return notation.sum(part(formula.of, body))
    }
  }
  const { op, left, right } = formula
  if (isMinus(formula)) return notation.minus(part(right, { least: FACTOR, leads: false }))
  const pause = endsOpen(left) && !place.summed
  const join = (a: string, b: string) => notation.join(op, a, b, pause)
  if (op === 'div' && stacked) return join(held(left), held(right))
  const isTerm = op === 'add' || op === 'sub'
  const [first, second] = isTerm ? [TERM, PRODUCT] : [PRODUCT, FACTOR]
  const followed = isTerm ? false : place.followed
  return join(
    part(left, { least: first, followed: !isTerm }),
    part(right, { least: second, leads: false, followed }),
  )
}
