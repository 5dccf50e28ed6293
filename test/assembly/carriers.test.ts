import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CARRIERS } from './compile.ts'

test.each(Object.entries(CARRIERS))(
  '%s carries what its source compiles to, byte for byte (`npm run kernel`)',
  (path, text) => {
    expect(text()).toBe(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
  },
  120_000,
)
