import { expect, test } from 'vitest'
import { matrix } from '../../src/core/matrix.ts'
import { giveBack, zeros } from '../../src/core/memory.ts'

test('memory that comes again is zeros, and nobody sees the one through the other', () => {
  const first = matrix(100, 50).data.fill(7)
  giveBack(first)
  expect(first.length).toBe(0)
  const second = matrix(50, 100).data
  expect([second.length, second.every((number) => number === 0)]).toEqual([5000, true])
  const third = zeros(5000).fill(8)
  expect(second.every((number) => number === 0)).toBe(true)
  giveBack(second)
  giveBack(second)
  expect(zeros(5000).fill(9)).not.toBe(zeros(5000))
  expect(third.every((number) => number === 8)).toBe(true)
})

test('small arrays, many in one piece of memory, are zeros of their own', () => {
  const lengths = Array.from({ length: 500 }, (_, k) => (k * 37) % 300)
  const arrays = lengths.map(zeros)
  expect(arrays.every((array) => array.every((number) => number === 0))).toBe(true)
  for (const [k, array] of arrays.entries()) array.fill(k)
  for (const [k, array] of arrays.entries()) {
    expect(array).toEqual(new Float64Array(lengths[k] as number).fill(k))
  }
})

test('what is small, or a part of something larger, is not taken', () => {
  const whole = new Float64Array(20_000).fill(1)
  for (const array of [new Float64Array(10), whole.subarray(1), Buffer.from('text')]) {
    const { byteLength } = array
    giveBack(array)
    expect(array.byteLength).toBe(byteLength)
  }
})

test('no more is kept than a few large requests leave', () => {
  const before = process.memoryUsage().arrayBuffers
  for (let k = 0; k < 100; k++) giveBack(new Float64Array(2 ** 20 + k))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(49 * 2 ** 20)
})
