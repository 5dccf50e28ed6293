import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fusingSweeps, vectorSweeps } from '../../../src/core/fused/wasm.ts'
import { kernelModule } from './compile.ts'

test('the committed kernel is what its source compiles to, byte for byte (`npm run kernel`)', () => {
  const committed = new URL('../../../src/core/fused/kernel.ts', import.meta.url)
  expect(kernelModule()).toBe(readFileSync(committed, 'utf8'))
}, 120_000)

test('the machine of these tests runs the kernel with vectors', () => {
  expect(vectorSweeps()).toBeDefined()
})

test('two kernels share no memory', () => {
  const [a, b] = [vectorSweeps(), fusingSweeps() ?? vectorSweeps()]
  a?.heap(8).fill(1)
  b?.heap(8).fill(2)
  expect(a?.heap(8)[0]).toBe(1)
})
