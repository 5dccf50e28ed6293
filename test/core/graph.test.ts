import { describe, expect, test } from 'vitest'
import { CACHE, inputsOf, stepOf } from '../../src/core/circuit.ts'
import { parse } from '../../src/core/formula.ts'
import { BACKWARD, CIRCUIT, FORWARD, INPUTS, STEPS, type Value } from '../../src/core/graph.ts'
import { parseUnit, type Unit, unitOfFormula } from '../support/units.ts'

const names = (values: readonly { name: string }[]) => values.map(({ name }) => name)
const formulasOf = ({ formula, evalFormula }: Value) =>
  evalFormula === undefined ? [formula] : [formula, evalFormula]

describe('the table of the circuit', () => {
  test('makes nine values forward, in the order of the post', () => {
    const post = 'mu xmu sq var sqrtvar ivar xhat gammax out'
    expect(names(FORWARD).join(' ')).toBe(post)
    expect(FORWARD).toHaveLength(9)
  })

  test('makes fourteen values backward, in the order of the post', () => {
    const post = 'dbeta dgammax dgamma dxhat divar dxmu1 dsqrtvar dvar dsq dxmu2 dx1 dmu dx2 dx'
    expect(names(BACKWARD).join(' ')).toBe(post)
    expect(BACKWARD).toHaveLength(14)
  })

  test('numbers its steps 1 to 9 forward, and 9 to 0 backward', () => {
    expect(CIRCUIT.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(STEPS.map(({ step }) => step)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    expect(['mu', 'out', 'dbeta', 'dsqrtvar', 'dx2', 'dx', 'x'].map(stepOf)).toEqual([
      1,
      9,
      9,
      6,
      1,
      0,
      undefined,
    ])
  })

  test('names everything once', () => {
    const all = names([...INPUTS, ...FORWARD, ...BACKWARD])
    expect(new Set(all).size).toBe(all.length)
  })

  test("leaves the post's cache for the backward pass", () => {
    expect(CACHE.join(' ')).toBe('xhat gamma xmu ivar sqrtvar var eps')
  })

  test('knows every value before it is used', () => {
    const known = new Set(names(INPUTS))
    for (const value of [...FORWARD, ...BACKWARD]) {
      for (const formula of formulasOf(value)) {
        for (const input of inputsOf({ formula })) expect(known, value.name).toContain(input)
      }
      known.add(value.name)
    }
  })

  test('hands every gradient on: only dx, dgamma and dbeta are read by nobody', () => {
    const read = new Set(BACKWARD.flatMap((value) => inputsOf(value)))
    const ends = names(BACKWARD).filter((name) => !read.has(name))
    expect(ends.toSorted()).toEqual(['dbeta', 'dgamma', 'dx'])
  })

  test('gives each gradient the unit of the loss per unit of what it is the gradient of', () => {
    const units = new Map<string, Unit>()
    for (const { name, unit } of [...INPUTS, ...FORWARD]) units.set(name, parseUnit(unit))
    for (const { name, unit } of BACKWARD) {
      const of = units.get(name.replace(/^d/, '').replace(/(xmu|x)\d$/, '$1')) as Unit
      expect(parseUnit(unit), name).toEqual({ x: 0 - of.x, y: 0 - of.y, L: 1 - of.L })
    }
  })

  test('declares the unit that the formula of a value has', () => {
    const units = new Map<string, Unit>([['N', parseUnit('1')]])
    for (const { name, unit } of [...INPUTS, ...FORWARD, ...BACKWARD]) {
      units.set(name, parseUnit(unit))
    }
    for (const value of [...FORWARD, ...BACKWARD]) {
      for (const formula of formulasOf(value)) {
        const unit = unitOfFormula(parse(formula), (name) => units.get(name) as Unit)
        if (unit) expect(unit, value.name).toEqual(parseUnit(value.unit))
        else expect(formula).toBe('0')
      }
    }
  })

  test('declares the shape that the formula of a value has', () => {
    const shapes = new Map<string, string>([['N', '()']])
    for (const { name, shape } of [...INPUTS, ...FORWARD, ...BACKWARD]) shapes.set(name, shape)
    for (const { name, shape, formula } of [...FORWARD, ...BACKWARD]) {
      const wide = inputsOf({ formula }).some((input) => shapes.get(input) === '(N,D)')
      const summed = formula.includes('sum(')
      // dsq and dx2 share a vector out evenly among the N examples.
      const fills = ['dsq', 'dx2'].includes(name)
      expect(shape, name).toBe((wide && !summed) || fills ? '(N,D)' : '(D)')
    }
  })
})

describe('the unit checker', () => {
  const unit = (formula: string) =>
    unitOfFormula(parse(formula), (name) => parseUnit(name === 'g' ? 'L / x^2' : 'x'))

  test('multiplies, divides, squares and takes roots', () => {
    expect(unit('x * g')).toEqual({ x: -1, y: 0, L: 1 })
    expect(unit('1 / x ** 2')).toEqual({ x: -2, y: 0, L: 0 })
    expect(unit('sqrt(sum(x * x))')).toEqual({ x: 1, y: 0, L: 0 })
  })

  test('refuses to add two different units', () => {
    expect(() => unit('x + g')).toThrow(TypeError)
    expect(() => unit('x - 1')).toThrow(TypeError)
    expect(unit('-x')).toEqual({ x: 1, y: 0, L: 0 })
  })
})
