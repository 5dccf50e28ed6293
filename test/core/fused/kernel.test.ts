import { expect, test } from 'vitest'
import { fusingSweeps, vectorSweeps } from '../../../src/core/fused/wasm.ts'

test('the machine of these tests runs the kernel with vectors', () => {
  expect(vectorSweeps()).toBeDefined()
})

test('two kernels share no memory', () => {
  const [a, b] = [vectorSweeps(), fusingSweeps() ?? vectorSweeps()]
  a?.heap(8).fill(1)
  b?.heap(8).fill(2)
  expect(a?.heap(8)[0]).toBe(1)
})
