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

  it('names a place up to which the text could still have become JSON, and what it lacks there', () => {
    const cases: [text: string, at: number, expected: string][] = [
      ['', 0, 'a value'],
      ['{"x": [1, 2', 11, 'a comma or ]'],
      ['{"x": [1, nope]}', 10, 'a value'],
      ['{"x": [1,]}', 9, 'a value'],
      ['{"x": 1,}', 8, 'a name in double quotes'],
      ['{"x" 1}', 5, 'a colon'],
      ['{x: 1}', 1, 'a name in double quotes or }'],
      ['[01]', 2, 'a comma or ]'],
      ['[1.]', 3, 'a digit'],
      ['[-]', 2, 'a digit'],
      ['[1e]', 3, 'a digit'],
      ['["a\tb"]', 3, 'an escape for this character'],
      ['["\\q"]', 3, 'an escape that JSON knows'],
      ['["\\u12g4"]', 6, 'four hexadecimal digits'],
      ['[NaN]', 1, 'a value or ]'],
      ['[1]]', 3, 'nothing more'],
      ['\ufeff[1]', 0, 'a value'],
    ]
    for (const [text, at, expected] of cases) {
      expect([text, jsonFault(text)]).toEqual([text, { at, expected }])
    }
  })

  it('survives a hundred thousand levels and a megabyte of one string', () => {
    expect(jsonFault('['.repeat(100_000))?.at).toBe(100_000)
    expect(jsonFault(`["${'a'.repeat(1 << 20)}`)?.at).toBe((1 << 20) + 2)
    expect(jsonFault(`[${'1'.repeat(1 << 20)}`)?.at).toBe((1 << 20) + 1)
  })

  it('tells an offset as line and column', () => {
    expect(lineAndColumn('{\n  "x": nope', 9)).toEqual({ line: 2, column: 8 })
  })
})
