import { describe, expect, test } from 'vitest'
import { theCodec } from '../../../src/formats/text/codec.ts'
import { readOtherwise, TEXTS, writtenOtherwise } from './agree.ts'
import { NUMBERS } from './numbers.ts'

const SEEDS = [1, Date.now() % 2 ** 32]
const COUNT = 4000

test('the machine of these tests runs the codec', () => {
  expect(theCodec()).toBeDefined()
})

describe.each(Object.entries(NUMBERS))('numbers: %s', (_, drawn) => {
  test.each(SEEDS)('are written as the engine writes them, seed %d', (seed) => {
    expect(writtenOtherwise(drawn, seed, COUNT)).toBeUndefined()
  })
})

describe.each(Object.entries(TEXTS))('texts of numbers: %s', (_, drawn) => {
  test.each(SEEDS)('are read as the engine reads them, seed %d', (seed) => {
    expect(readOtherwise(drawn, seed, COUNT)).toBeUndefined()
  })
})
