import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDeeper } from '../../src/formats/json-depth.ts'

/** How deep a value nests. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

describe('isDeeper()', () => {
  test('tells the depth of any JSON, brackets and escapes in its strings or not', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[[\]{}"\\ ]*$/))
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 6 },
        fc.double(),
        text,
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(text, tie('json'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(json, fc.constantFrom(0, 1), (value, indent) => {
        const bytes = Buffer.from(JSON.stringify(value, null, indent))
        const depth = depthOf(JSON.parse(bytes.toString()))
        expect(isDeeper(bytes, depth)).toBe(false)
        if (depth > 0) expect(isDeeper(bytes, depth - 1)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('ends on a text that never closes anything', () => {
    expect(isDeeper(Buffer.from('['.repeat(1e6)), 16)).toBe(true)
    expect(isDeeper(Buffer.from('["'), 16)).toBe(false)
    expect(isDeeper(Buffer.from(''), 0)).toBe(false)
  })
})
