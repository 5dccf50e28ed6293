import type { Arithmetic } from './arithmetics/arithmetic.ts'
import { type Shape, scalar } from './matrix.ts'

/**
 * The formulas of the circuit, as the post writes them: numbers, names, + - * /, `** 2`, sqrt() and sum(), the sum
 * over the N examples. The text in graph.ts is what runs and what readers see, so the two can't differ. Mistakes
 * (diagnosis/mistakes) also call functions that the circuit has no use for, of an arithmetic that knows them.
 */
export type Formula =
  | { op: 'number'; value: number }
  | { op: 'name'; name: string }
  | { op: 'add' | 'sub' | 'mul' | 'div'; left: Formula; right: Formula }
  | { op: 'square' | 'sqrt' | 'sum'; of: Formula }
  | { op: 'call'; name: string; of: Formula }

const TOKEN = /\s*(\*\*|[-+*/()]|\d+(?:\.\d+)?|[A-Za-z_]\w*)/y

/** @throws SyntaxError where the text is no formula. */
export function parse(text: string): Formula {
  const tokens: string[] = []
  const scanner = new RegExp(TOKEN)
  while (scanner.lastIndex < text.length) {
    const match = scanner.exec(text)
    if (!match) throw new SyntaxError(`not a formula: ${text}`)
    tokens.push(match[1] as string)
  }
  let next = 0
  const take = (...wanted: string[]) => {
    const token = tokens[next]
    if (token === undefined || !wanted.includes(token)) return undefined
    next += 1
    return token
  }
  const demand = (wanted: string) => {
    if (!take(wanted)) throw new SyntaxError(`expected ${wanted} in formula: ${text}`)
  }

  function sum(): Formula {
    let left = product()
    for (let sign = take('+', '-'); sign; sign = take('+', '-')) {
      left = { op: sign === '+' ? 'add' : 'sub', left, right: product() }
    }
    return left
  }
  function product(): Formula {
    let left = factor()
    for (let sign = take('*', '/'); sign; sign = take('*', '/')) {
      left = { op: sign === '*' ? 'mul' : 'div', left, right: factor() }
    }
    return left
  }
  function factor(): Formula {
    if (take('-')) return { op: 'sub', left: { op: 'number', value: 0 }, right: factor() }
    const of = atom()
    if (!take('**')) return of
    demand('2')
    return { op: 'square', of }
  }
  function atom(): Formula {
    const token = tokens[next++]
    if (token === undefined) throw new SyntaxError(`unfinished formula: ${text}`)
    if (token === '(' || token === 'sum' || token === 'sqrt') {
      if (token !== '(') demand('(')
      const inner = sum()
      demand(')')
      return token === '(' ? inner : { op: token, of: inner }
    }
    if (/^\d/.test(token)) return { op: 'number', value: Number(token) }
    if (/^\w/.test(token)) {
      if (!take('(')) return { op: 'name', name: token }
      const inner = sum()
      demand(')')
      return { op: 'call', name: token, of: inner }
    }
    throw new SyntaxError(`unexpected ${token} in formula: ${text}`)
  }

  const formula = sum()
  if (next < tokens.length) throw new SyntaxError(`unexpected ${tokens[next]} in formula: ${text}`)
  return formula
}

const parsed = new Map<string, Formula>()

/** The formula of a text, parsed once. @throws SyntaxError where the text is no formula. */
export function formulaOf(text: string): Formula {
  let formula = parsed.get(text)
  if (!formula) {
    formula = parse(text)
    parsed.set(text, formula)
  }
  return formula
}

/** The names a formula reads, each once, in the order they appear. */
export function names(formula: Formula): string[] {
  switch (formula.op) {
    case 'number':
      return []
    case 'name':
      return [formula.name]
    case 'square':
    case 'sqrt':
    case 'sum':
    case 'call':
      return names(formula.of)
    default:
      return [...new Set([...names(formula.left), ...names(formula.right)])]
  }
}

/** The value of a formula, in any arithmetic. */
export function evaluate<M extends Shape>(
  formula: Formula,
  arithmetic: Arithmetic<M>,
  lookUp: (name: string) => M,
): M {
  const of = (part: Formula) => evaluate(part, arithmetic, lookUp)
  switch (formula.op) {
    case 'number':
      return arithmetic.lift(scalar(formula.value))
    case 'name':
      return lookUp(formula.name)
    case 'square': {
      const base = of(formula.of)
      return arithmetic.mul(base, base)
    }
    case 'sqrt':
    case 'sum':
      return arithmetic[formula.op](of(formula.of))
    case 'call': {
      const call = arithmetic.functions?.[formula.name]
      if (!call) throw new ReferenceError(`nothing is called ${formula.name} here`)
      return call(of(formula.of))
    }
    default:
      return arithmetic[formula.op](of(formula.left), of(formula.right))
  }
}
