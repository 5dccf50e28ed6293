import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { float64 } from '../../src/core/arithmetics/float64.ts'
import { evaluate, names, parse } from '../../src/core/formula.ts'
import { type Matrix, matrix } from '../../src/core/matrix.ts'

const scalar = (value: number) => matrix(1, 1, [value])

/** The numbers a formula comes to in plain float64, with these values for its names. */
function numbers(text: string, values: Record<string, Matrix> = {}): number[] {
  const { data } = evaluate(parse(text), float64, (name) => values[name] as Matrix)
  return [...data]
}

describe('a formula', () => {
  const x = scalar(3)
  const y = scalar(5)

  for (const [text, value] of [
    ['7', 7],
    ['0.5', 0.5],
    ['x + y', 8],
    ['x - y', -2],
    ['x * y', 15],
    ['x / y', 3 / 5],
    ['x ** 2', 9],
    ['sqrt(x)', Math.sqrt(3)],
    ['-x', -3],
  ] as const) {
    test(`knows ${text}`, () => expect(numbers(text, { x, y })).toEqual([value]))
  }

  test('reads sums and products from the left', () => {
    expect(numbers('1 - 2 - 3')).toEqual([-4])
    expect(numbers('8 / 4 / 2')).toEqual([1])
    expect(numbers('8 / 4 * 2')).toEqual([4])
  })

  test('takes products before sums, squares before products and before a sign', () => {
    expect(numbers('2 + 3 * 4')).toEqual([14])
    expect(numbers('2 * 3 ** 2')).toEqual([18])
    expect(numbers('1 / 2 ** 2')).toEqual([1 / 4])
    expect(numbers('-3 ** 2')).toEqual([-9])
    expect(numbers('2 * -3')).toEqual([-6])
    expect(numbers('2 - -3')).toEqual([5])
    expect(numbers('-1 / 2 ** 2 * 8')).toEqual([-2])
  })

  test('takes parentheses first', () => {
    expect(numbers('(2 + 3) * 4')).toEqual([20])
    expect(numbers('(1 + 2) ** 2')).toEqual([9])
    expect(numbers('sqrt(2 * (3 + 5)) ** 2')).toEqual([16])
  })

  test('is read as JavaScript reads it', () => {
    const { expression } = fc.letrec<{ expression: string; factor: string }>((tie) => ({
      expression: fc
        .array(fc.tuple(tie('factor'), fc.constantFrom(' + ', ' - ', ' * ')), { maxLength: 4 })
        .chain((terms) => tie('factor').map((last) => terms.flat().join('') + last)),
      factor: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 1, max: 99 }).map(String),
        tie('factor').map((inner) => `${inner} / 7`),
        tie('expression').map((inner) => `(${inner})`),
        tie('expression').map((inner) => `-(${inner})`),
      ),
    }))
    fc.assert(
      fc.property(expression, (text) => {
        const expected = new Function(`return ${text}`)() as number
        expect(numbers(text)[0] === expected).toBe(true)
      }),
    )
  })

  test('sums over the N examples, and repeats a vector or a number for every one of them', () => {
    const values = { x: matrix(2, 3, [1, 2, 3, 4, 5, 6]), v: matrix(1, 3, [10, 20, 30]) }
    expect(numbers('sum(x)', values)).toEqual([5, 7, 9])
    expect(numbers('x - v', values)).toEqual([-9, -18, -27, -6, -15, -24])
    expect(numbers('sum(x * v) / 2', values)).toEqual([25, 70, 135])
    expect(numbers('2 * x', values)).toEqual([2, 4, 6, 8, 10, 12])
  })

  test('tells the names it reads, each once, in the order they appear', () => {
    expect(names(parse('-1 / sqrtvar ** 2 * divar'))).toEqual(['sqrtvar', 'divar'])
    expect(names(parse('sum(b * a) + sqrt(a + c_1) - N / b'))).toEqual(['b', 'a', 'c_1', 'N'])
    expect(names(parse('0.5'))).toEqual([])
  })

  for (const [text, complaint] of [
    ['', 'unfinished formula: '],
    ['x +', 'unfinished formula: x +'],
    ['x y', 'unexpected y in formula: x y'],
    ['x)', 'unexpected ) in formula: x)'],
    ['* x', 'unexpected * in formula: * x'],
    ['(x', 'expected ) in formula: (x'],
    ['sum x', 'expected ( in formula: sum x'],
    ['sqrt(x', 'expected ) in formula: sqrt(x'],
    ['x ** 3', 'expected 2 in formula: x ** 3'],
    ['x ^ 2', 'not a formula: x ^ 2'],
    ['x, y', 'not a formula: x, y'],
  ] as const) {
    test(`refuses "${text}"`, () => {
      expect(() => parse(text)).toThrow(new SyntaxError(complaint))
    })
  }
})
