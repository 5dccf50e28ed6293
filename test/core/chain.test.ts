import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complexMatrix, complexOver } from '../../src/core/arithmetics/complex.ts'
import {
  doubleDouble,
  rounded,
  type WideMatrix,
  zeros,
} from '../../src/core/arithmetics/double-double.ts'
import { arrivingAt, linkOf, usesOf } from '../../src/core/chain.ts'
import { inputsOf } from '../../src/core/circuit.ts'
import { evaluate, formulaOf } from '../../src/core/formula.ts'
import { BACKWARD, FORWARD, INPUTS, type ShapeName } from '../../src/core/graph.ts'
import { matrix, scalar } from '../../src/core/matrix.ts'
import { batches, even, list } from '../support/batches.ts'
import { backward, forward, modeOf, rows } from '../support/run.ts'

const { lift, add, sub, mul, div, sum } = doubleDouble

const SHAPES = new Map<string, ShapeName>(
  [...INPUTS, ...FORWARD].map(({ name, shape }) => [name, shape]),
)

/** Alike in some 28 digits of the largest number. */
function expectNear(actual: WideMatrix, expected: WideMatrix, name: string) {
  const sizes = (a: WideMatrix) => [...rounded(a).data].map(Math.abs)
  const largest = Math.max(...sizes(expected))
  expect(Math.max(...sizes(sub(actual, expected))), name).toBeLessThanOrEqual(largest * 2 ** -93)
}

describe('a local gradient', () => {
  const [n, d, h] = [3, 2, 2 ** -300]
  const complex = complexOver(doubleDouble)
  const sizeOf = (name: string) =>
    (({ '(N,D)': [n, d], '(D)': [1, d], '()': [1, 1] }) as const)[SHAPES.get(name) ?? '()']

  const positive = even.map((v) => v ** 2 + 0.1)
  const values = fc.record(
    Object.fromEntries(
      [...SHAPES.keys()].map((name) => {
        const [rows, columns] = sizeOf(name)
        const numbers = list(positive, rows * columns)
        return [name, numbers.map((each) => lift(matrix(rows, columns, each)))]
      }),
    ),
  )

  /** The steps of an input: all its numbers at once, but each example for itself where a sum brings them together. */
  function stepsOf(of: string, made: string): WideMatrix[] {
    const [rows, columns] = sizeOf(of)
    const alone = rows > sizeOf(made)[0]
    return Array.from({ length: alone ? rows : 1 }, (_, i) => {
      const step = matrix(rows, columns)
      step.data.fill(h, alone ? i * columns : 0, alone ? (i + 1) * columns : rows * columns)
      return lift(step)
    })
  }

  test('is told for every input of a gate but eps', () => {
    for (const gate of FORWARD) {
      const inputs = inputsOf(gate).filter((name) => name !== 'eps')
      expect(Object.keys(gate.local).toSorted(), gate.name).toEqual(inputs.toSorted())
    }
  })

  for (const { name, formula, local } of FORWARD) {
    for (const [of, derivative] of Object.entries(local)) {
      test(`of ${name} with respect to ${of} is what a complex step finds`, () => {
        fc.assert(
          fc.property(values, (drawn) => {
            const lookUp = (each: string) => drawn[each] ?? lift(scalar(n))
            const expected = evaluate(formulaOf(derivative), doubleDouble, lookUp)
            for (const step of stepsOf(of, name)) {
              const { im } = evaluate(formulaOf(formula), complex, (each) => {
                const re = lookUp(each)
                return complexMatrix(re, each === of ? step : zeros(re.n, re.d))
              })
              expectNear(div(im, lift(scalar(h))), add(expected, zeros(im.n, im.d)), name)
            }
          }),
          { numRuns: 20 },
        )
      })
    }
  }
})

describe('a gradient', () => {
  const inEvaluation = batches({ mean: even, variance: even.map((v) => v * v + 0.1) })

  test('is the gradient from above times the local one, over the N examples as the shapes say', () => {
    fc.assert(
      fc.property(fc.oneof(batches(), inEvaluation), (batch) => {
        const { dout, gamma, eps } = batch
        const made: Record<string, WideMatrix> = { ...forward(batch), ...backward(batch) }
        const { n, d } = rows(dout, gamma.length)
        const given: Record<string, WideMatrix> = {
          dout: lift(rows(dout, d)),
          gamma: lift(matrix(1, d, gamma)),
          eps: lift(scalar(eps)),
          N: lift(scalar(n)),
        }
        const lookUp = (name: string) => (given[name] ?? made[name]) as WideMatrix
        for (const { name } of BACKWARD) {
          const link = linkOf(name)
          if (!link) continue
          const { of, gate, above, local } = link
          const constant = modeOf(batch) === 'eval' && gate.evalFormula !== undefined
          const slope = constant ? zeros(1, 1) : evaluate(formulaOf(local), doubleDouble, lookUp)
          const product = mul(above.map(lookUp).reduce(add), slope)
          const used = gate.shape === '(N,D)' && SHAPES.get(of) === '(D)'
          const whole = SHAPES.get(of) === '(N,D)' ? zeros(n, d) : zeros(1, d)
          expectNear(lookUp(name), add(used ? sum(product) : product, whole), name)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('goes back to every input of every gate once, and dx alone goes back through none', () => {
    const links = BACKWARD.flatMap(({ name }) => linkOf(name) ?? [])
    const pairs = FORWARD.flatMap(({ name, local }) =>
      Object.keys(local).map((of) => `${of} of ${name}`),
    )
    expect(links.map(({ of, gate }) => `${of} of ${gate.name}`).toSorted()).toEqual(
      pairs.toSorted(),
    )
    expect(BACKWARD.filter(({ name }) => !linkOf(name)).map(({ name }) => name)).toEqual(['dx'])
  })

  test('arrives once for each use of a value', () => {
    for (const name of SHAPES.keys()) {
      const expected = name === 'out' ? 1 : name === 'eps' ? 0 : usesOf(name).length
      expect(arrivingAt(name).length, name).toBe(name === 'dout' ? 0 : expected)
    }
    expect(arrivingAt('xmu')).toEqual(['dxmu1', 'dxmu2'])
    expect(usesOf('xmu')).toEqual(['xhat', 'sq'])
    expect(arrivingAt('x')).toEqual(['dx1', 'dx2'])
    expect(usesOf('x')).toEqual(['xmu', 'mu'])
  })

  test('has above it what its own formula reads', () => {
    for (const value of BACKWARD) {
      for (const name of linkOf(value.name)?.above ?? []) expect(inputsOf(value)).toContain(name)
    }
  })
})
