import { expect, test } from 'vitest'
import { readJson } from '../../src/formats/json.ts'
import { hasMoreParts } from '../../src/formats/json-parts.ts'
import { refusal } from '../support/client.ts'

test('lists, objects and quotes are counted, at the limit and one above it', () => {
  const text = Buffer.from('{"x": [[1], [2]], "y": {}}')
  expect(hasMoreParts(text, 9)).toBe(false)
  expect(hasMoreParts(text, 8)).toBe(true)
})

test('a body of mere brackets or words is refused before anything is made of it', () => {
  for (const part of ['[]', '{}', '""', '[[', '{"']) {
    const body = Buffer.from(`{"x": [${`${part},`.repeat(3_000_000)}1]}`)
    expect(refusal(() => readJson(body)).code).toBe('too-large')
  }
  const few = Buffer.from(`{"x": [${'[],'.repeat(100_000)}[]]}`)
  expect(Object.keys(readJson(few) as object)).toEqual(['x'])
})
