import type { Formula } from '../../src/core/formula.ts'

/** The powers of the three units: that of the input, that of the output, that of the loss. */
export interface Unit {
  readonly x: number
  readonly y: number
  readonly L: number
}

const NONE: Unit = { x: 0, y: 0, L: 0 }

/** A unit as the table writes it: `1`, `x^2`, `L x`, `1 / x`, `L / x^2`. @throws SyntaxError for anything else */
export function parseUnit(text: string): Unit {
  const [above = '', below = '', ...rest] = text.split(' / ')
  if (rest.length > 0) throw new SyntaxError(`not a unit: ${text}`)
  const signed = [...factors(above, 1), ...factors(below, -1)]
  return signed.reduce(times, NONE)
}

function factors(text: string, sign: 1 | -1): Unit[] {
  return text
    .split(' ')
    .filter((factor) => factor !== '' && factor !== '1')
    .map((factor) => {
      const match = /^([xyL])(?:\^(\d))?$/.exec(factor)
      if (!match) throw new SyntaxError(`not a unit: ${text}`)
      return { ...NONE, [match[1] as keyof Unit]: sign * Number(match[2] ?? 1) }
    })
}

function times(a: Unit, b: Unit): Unit {
  return { x: a.x + b.x, y: a.y + b.y, L: a.L + b.L }
}

function power(a: Unit, exponent: number): Unit {
  return { x: a.x * exponent, y: a.y * exponent, L: a.L * exponent }
}

/**
 * The unit of a formula, each name having the unit that `unitOf` says; undefined for 0, which has them all.
 *
 * @throws TypeError where apples are added to oranges
 */
export function unitOfFormula(formula: Formula, unitOf: (name: string) => Unit): Unit | undefined {
  const of = (part: Formula) => unitOfFormula(part, unitOf)
  switch (formula.op) {
    case 'number':
      return formula.value === 0 ? undefined : NONE
    case 'name':
      return unitOf(formula.name)
    case 'sum':
    case 'call':
      return of(formula.of)
    case 'square':
      return power(of(formula.of) ?? NONE, 2)
    case 'sqrt':
      return power(of(formula.of) ?? NONE, 1 / 2)
    case 'mul':
      return times(of(formula.left) ?? NONE, of(formula.right) ?? NONE)
    case 'div':
      return times(of(formula.left) ?? NONE, power(of(formula.right) ?? NONE, -1))
    default:
      return same(of(formula.left), of(formula.right))
  }
}

function same(a: Unit | undefined, b: Unit | undefined): Unit | undefined {
  if (a && b && (a.x !== b.x || a.y !== b.y || a.L !== b.L)) {
    throw new TypeError(`${JSON.stringify(a)} is added to ${JSON.stringify(b)}`)
  }
  return a ?? b
}
