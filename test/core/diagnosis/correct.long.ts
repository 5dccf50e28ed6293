import { test } from 'vitest'
import { expectNoneAccused } from './accused.ts'

test('of 10,000 submissions of right code none is accused, whatever its precision, route and order', () => {
  expectNoneAccused(10_000)
})
