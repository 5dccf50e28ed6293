import type { Formula } from '../../src/core/formula.ts'
import { type Element, elements, textOf } from './xml.ts'

/**
 * Formulas read back from MathML and from words, as a person reads them who knows the conventions: products before
 * sums, a sigma takes the product that follows it, a minus stands in front of a sum and nowhere else. In words, a comma
 * ends the sigma before it.
 */

/** A part that has been read, or one of: + - * / ( ) , sum sqrt of applied squared */
type Token = Formula | string

/** @throws SyntaxError where a reader would be lost */
export function fromMath(math: Element): Formula {
  return read(elements(math).flatMap(tokensOf))
}

/** @throws SyntaxError where a listener would be lost */
export function fromWords(words: string): Formula {
  const phrases = [...words.matchAll(PHRASE)].map(([, phrase = '']) => phrase)
  return read(phrases.map((phrase) => SPOKEN[phrase] ?? atom(phrase)))
}

const SPOKEN: Readonly<Record<string, string>> = {
  plus: '+',
  minus: '-',
  times: '*',
  'divided by': '/',
  squared: 'squared',
  'the square root of': 'sqrt',
  'the sum over the N examples of': 'sum',
  'open bracket': '(',
  'close bracket': ')',
  of: 'of',
  ',': ',',
}
const PHRASE = new RegExp(
  ` ?(${Object.keys(SPOKEN).sort().reverse().join('|')}|[\\w.]+)(?= |,|$)`,
  'g',
)

const atom = (text: string): Formula =>
  /^\d/.test(text) ? { op: 'number', value: Number(text) } : { op: 'name', name: text }

const SIGNS: Readonly<Record<string, string>> = {
  '+': '+',
  '−': '-',
  '⋅': '*',
  '\u2061': 'applied',
}

function tokensOf(element: Element): Token[] {
  const parts = elements(element)
  const [first, second] = parts as [Element, Element]
  switch (element.name) {
    case 'mi':
    case 'mn':
      return [atom(textOf(element))]
    case 'mo':
      return [SIGNS[textOf(element)] ?? textOf(element)]
    case 'mrow':
      return parts.flatMap(tokensOf)
    case 'mfrac':
      return [{ op: 'div', left: read(tokensOf(first)), right: read(tokensOf(second)) }]
    case 'msqrt':
      return [{ op: 'sqrt', of: read(parts.flatMap(tokensOf)) }]
    case 'msup':
      return [{ op: 'square', of: baseOf(first, second) }]
    case 'munderover':
      if (parts.flatMap(tokensOf).length !== 5) throw new SyntaxError('not the sum over N')
      return ['sum']
  }
  throw new SyntaxError(`nobody reads <${element.name}>`)
}

/** Only a name, a number and what stands in brackets is raised to a power as a whole. */
function baseOf(base: Element, power: Element): Formula {
  const [start, end] = [elements(base)[0], elements(base).at(-1)]
  const held =
    start && end ? textOf(start) === '(' && textOf(end) === ')' : /^m[in]$/.test(base.name)
  if (!held || textOf(power) !== '2') throw new SyntaxError('what is squared?')
  return read(tokensOf(base))
}

function read(tokens: readonly Token[]): Formula {
  let next = 0
  const is = (...wanted: Token[]) => wanted.includes(tokens[next] as Token)
  const take = () => tokens[next++] as Token
  const demand = (wanted: string) => {
    if (take() !== wanted) throw new SyntaxError(`no ${wanted} at ${next}`)
  }

  function sum(): Formula {
    let left = is('-') ? product(true, minus()) : product(true)
    while (is('+', '-') || (is(',') && ['+', '-'].includes(tokens[next + 1] as string))) {
      if (is(',')) take()
      const op = take() === '+' ? 'add' : 'sub'
      left = { op, left, right: product(true) }
    }
    return left
  }
  function product(commas: boolean, first = factor()): Formula {
    let left = first
    while (is('*', '/') || (commas && is(',') && ['*', '/'].includes(tokens[next + 1] as string))) {
      if (is(',')) take()
      const op = take() === '*' ? 'mul' : 'div'
      left = { op, left, right: factor() }
    }
    return left
  }
  function minus(): Formula {
    take()
    return { op: 'sub', left: { op: 'number', value: 0 }, right: factor() }
  }
  function factor(): Formula {
    if (!is('sum')) return base()
    take()
    return { op: 'sum', of: product(false) }
  }
  function base(): Formula {
    const token = take()
    if (token === 'sqrt') return { op: 'sqrt', of: base() }
    const bracketed = token === '('
    const of = bracketed ? sum() : (token as Formula)
    if (bracketed) demand(')')
    if (typeof of !== 'object') throw new SyntaxError(`no formula begins with ${of}`)
    if (is('of', 'applied')) {
      if (take() === 'applied' && !is('(')) throw new SyntaxError('applied to what?')
      return { op: 'call', name: of.op === 'name' ? of.name : '', of: base() }
    }
    if (!is('squared')) return of
    take()
    if (!bracketed && of.op !== 'name' && of.op !== 'number') throw new SyntaxError('what squared?')
    return { op: 'square', of }
  }

  const formula = sum()
  if (next < tokens.length) throw new SyntaxError(`what is the rest, from ${next}?`)
  return formula
}
