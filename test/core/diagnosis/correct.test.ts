import { test } from 'vitest'
import { expectNoneAccused } from './accused.ts'

test('of 1000 submissions of right code none is accused, whatever its precision, route and order', () => {
  expectNoneAccused(1_000)
})
