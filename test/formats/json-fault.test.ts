import { describe, expect, it } from 'vitest'
import { jsonFault, lineAndColumn } from '../../src/formats/json-fault.ts'
import { jsonTestSuite } from '../support/json-test-suite.ts'

const texts = jsonTestSuite.map(([name, body]) => [name, body.toString('utf8')] as const)

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('jsonFault', () => {
  it('finds a fault in exactly those texts of JSONTestSuite that JSON.parse refuses', () => {
    expect(texts.length).toBe(318)
    const wrong = texts.filter(([, text]) => parses(text) === (jsonFault(text) !== undefined))
    expect(wrong.map(([name]) => name)).toEqual([])
  })

  it('names a place up to which the text could still have become JSON', () => {
    const cases: [text: string, offset: number][] = [
      ['', 0],
      ['{"x": [1, 2', 11],
      ['{"x": [1, nope]}', 10],
      ['{"x": [1,]}', 9],
      ['{"x": 1,}', 8],
      ['{"x" 1}', 5],
      ['{x: 1}', 1],
      ['[01]', 2],
      ['[1.]', 3],
      ['[-]', 2],
      ['[1e]', 3],
      ['["a\tb"]', 3],
      ['["\\q"]', 3],
      ['["\\u12g4"]', 6],
      ['[NaN]', 1],
      ['[1]]', 3],
      ['\ufeff[1]', 0],
    ]
    expect(cases.map(([text]) => [text, jsonFault(text)])).toEqual(cases)
  })

  it('survives a hundred thousand levels and a megabyte of one string', () => {
    expect(jsonFault('['.repeat(100_000))).toBe(100_000)
    expect(jsonFault(`["${'a'.repeat(1 << 20)}`)).toBe((1 << 20) + 2)
    expect(jsonFault(`[${'1'.repeat(1 << 20)}`)).toBe((1 << 20) + 1)
  })

  it('tells an offset as line and column', () => {
    expect(lineAndColumn('{\n  "x": nope', 9)).toEqual({ line: 2, column: 8 })
  })
})
