import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MODULES } from './compile.ts'

test.each(Object.entries(MODULES))(
  'the committed %s is what its source compiles to, byte for byte (`npm run kernel`)',
  (file, text) => {
    const committed = new URL(`../../../${file}`, import.meta.url)
    expect(text()).toBe(readFileSync(committed, 'utf8'))
  },
)
