import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MISTAKES } from '../../src/core/diagnosis/mistakes.ts'
import { type Formula, parse } from '../../src/core/formula.ts'
import { BACKWARD, FORWARD } from '../../src/core/graph.ts'
import { derivativeOf, equationOf, mathOf } from '../../src/core/mathml.ts'
import { wordsOf } from '../../src/core/words.ts'
import { fromMath, fromWords } from '../support/readings.ts'
import { type Element, elements, parseXml, textOf } from '../support/xml.ts'

/** Any formula, and how it is typed with brackets around everything. */
const { formula: anyFormula } = fc.letrec<{ formula: string; leaf: string }>((tie) => {
  const two = (sign: string) =>
    fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => `(${a} ${sign} ${b})`)
  const of = (before: string, after: string) =>
    tie('formula').map((inner) => `${before}${inner}${after}`)
  return {
    leaf: fc.constantFrom('x', 'ivar', 'running_mean', 'N', '2', '0.5'),
    formula: fc.oneof(
      { maxDepth: 5, depthSize: 'large', withCrossShrink: true },
      tie('leaf'),
      ...['+', '-', '*', '/'].map(two),
      of('(-', ')'),
      of('(', ') ** 2'),
      of('sqrt(', ')'),
      of('sum(', ')'),
      of('abs(', ')'),
    ),
  }
})

const ALL = [
  ...[...FORWARD, ...BACKWARD].map(({ formula }) => formula),
  ...MISTAKES.flatMap(({ changes }) => changes.flatMap((change) => Object.values(change))),
]

const readMath = (inner: string) => fromMath(parseXml(`<math>${inner}</math>`))

const WAYS = {
  MathML: { written: mathOf, read: readMath, open: '<mo>(</mo>', close: '<mo>)</mo>' },
  words: { written: wordsOf, read: fromWords, open: 'open bracket ', close: ' close bracket' },
} as const

/** A text without one pair of its brackets, for each of them. */
function* withoutBrackets(text: string, open: string, close: string): Generator<string> {
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + 1)) {
    let depth = 1
    let end = at + open.length
    while (depth > 0) {
      if (text.startsWith(open, end)) depth += 1
      if (text.startsWith(close, end)) depth -= 1
      end += 1
    }
    end -= 1
    yield text.slice(0, at) + text.slice(at + open.length, end) + text.slice(end + close.length)
  }
}

function readOr<Other>(other: Other, read: (text: string) => Formula, text: string) {
  try {
    return read(text)
  } catch (error) {
    if (error instanceof SyntaxError) return other
    throw error
  }
}

describe.each(Object.entries(WAYS))('a formula in %s', (_, { written, read, open, close }) => {
  test('is read back as the same formula, whichever it is', () => {
    fc.assert(
      fc.property(anyFormula, (text) => {
        expect(read(written(text))).toEqual(parse(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('is read back as the same formula if it is one of the circuit or of a mistake', () => {
    for (const text of ALL) expect(read(written(text)), text).toEqual(parse(text))
  })

  test('has no bracket too many: without any pair it is another formula, or none', () => {
    fc.assert(
      fc.property(anyFormula, (text) => {
        for (const fewer of withoutBrackets(written(text), open, close)) {
          expect(readOr('none', read, fewer), fewer).not.toEqual(parse(text))
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('is refused if it is none', () => {
    expect(() => written('x +')).toThrow(SyntaxError)
  })
})

describe('an equation in MathML', () => {
  const all = (element: Element): Element[] => [element, ...elements(element).flatMap(all)]

  test('has both sides, and says both', () => {
    const { name, attributes, children } = parseXml(
      equationOf({ name: 'mu', formula: 'sum(x) / N' }),
    )
    const [left, equals, ...right] = children as Element[]
    expect([name, left && textOf(left), equals && textOf(equals)]).toEqual(['math', 'mu', '='])
    expect(fromMath({ name, attributes, children: right })).toEqual(parse('sum(x) / N'))
    expect(attributes['aria-label']).toBe(
      'mu equals the sum over the N examples of x, divided by N',
    )
  })

  test('may have a derivative on its left', () => {
    const { name, attributes, children } = parseXml(derivativeOf('out', 'beta', '1'))
    const [left, , ...right] = children as Element[]
    expect(left && elements(left).map((part) => elements(part).map(textOf))).toEqual([
      ['∂', 'out'],
      ['∂', 'beta'],
    ])
    expect(fromMath({ name, attributes, children: right })).toEqual(parse('1'))
    expect(attributes['aria-label']).toBe('the derivative of out with respect to beta equals 1')
  })

  test('keeps to the elements of MathML Core, with as many children as each must have', () => {
    const counts: Record<string, number> = { mi: 0, mn: 0, mo: 0, mfrac: 2, msup: 2, munderover: 3 }
    for (const formula of ALL) {
      for (const element of all(parseXml(equationOf({ name: 'out', formula })))) {
        const any = ['math', 'mrow', 'msqrt'].includes(element.name)
        expect(any || counts[element.name] === elements(element).length, element.name).toBe(true)
      }
    }
  })

  test('has upright names, and nothing of Greek', () => {
    for (const formula of ALL) {
      const written = equationOf({ name: 'N', formula })
      const letters = all(parseXml(written)).filter((element) => /^.$/.test(textOf(element)))
      for (const { name, attributes, children } of letters) {
        if (name !== 'mi' || children[0] === 'n') continue
        expect(attributes).toEqual({ mathvariant: 'normal' })
      }
      expect(written).not.toMatch(/\p{Script=Greek}/u)
    }
  })

  test('is escaped', () => {
    const { attributes, children } = parseXml(equationOf({ name: 'a<"b">&c', formula: '1' }))
    expect(textOf(children[0] as Element)).toBe('a<"b">&c')
    expect(attributes['aria-label']).toBe('a<"b">&c equals 1')
  })
})

describe('a formula in words', () => {
  for (const [formula, words] of [
    ['gamma * xhat', 'gamma times xhat'],
    ['-1 / sqrtvar ** 2 * divar', 'minus 1 divided by sqrtvar squared, times divar'],
    ['sum(dxhat * xmu)', 'the sum over the N examples of dxhat times xmu'],
    ['-sum(dx1)', 'minus the sum over the N examples of dx1'],
    ['sqrt(var + eps)', 'the square root of open bracket var plus eps close bracket'],
  ] as const) {
    test(`${formula} is: ${words}`, () => expect(wordsOf(formula)).toBe(words))
  }
})
