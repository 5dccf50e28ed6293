import { expect, test } from 'vitest'
import { powersOfTen } from '../../../src/formats/text/powers.ts'

test('every power of ten begins with its 128 bits: no more than it, and less than one bit in the last place off', () => {
  const table = powersOfTen()
  expect(table.length).toBe(2 * 667)
  for (let k = 0; k < 667; k++) {
    const e = k - 342
    const bits = ((table[2 * k] as bigint) << 64n) | (table[2 * k + 1] as bigint)
    expect(bits >> 127n).toBe(1n)
    // bits * 2 ** q <= 10 ** e < (bits + 1) * 2 ** q, both sides times what makes them whole.
    const [n, d] = e >= 0 ? [10n ** BigInt(e), 1n] : [1n, 10n ** BigInt(-e)]
    const q = Math.floor(e * Math.log2(10)) - 127
    const [scale, down] = q >= 0 ? [2n ** BigInt(q), 1n] : [1n, 2n ** BigInt(-q)]
    expect(bits * scale * d <= n * down && n * down < (bits + 1n) * scale * d).toBe(true)
  }
})
