import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fusingSweeps, vectorSweeps } from '../../../src/core/fused/wasm.ts'
import { MODULES } from './compile.ts'

test.each(Object.entries(MODULES))(
  'the committed %s is what its source compiles to, byte for byte (`npm run kernel`)',
  (file, text) => {
    const committed = new URL(`../../../${file}`, import.meta.url)
    expect(text()).toBe(readFileSync(committed, 'utf8'))
  },
  120_000,
)

test('the machine of these tests runs the kernel with vectors', () => {
  expect(vectorSweeps()).toBeDefined()
})

test('two kernels share no memory', () => {
  const [a, b] = [vectorSweeps(), fusingSweeps() ?? vectorSweeps()]
  a?.heap(8).fill(1)
  b?.heap(8).fill(2)
  expect(a?.heap(8)[0]).toBe(1)
})
