import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { logarithm } from '../../../src/core/inputs/logarithm.ts'
import { standardNormal } from '../../../src/core/inputs/numpy-legacy.ts'
import recorded from '../../fixtures/numpy-legacy/streams.json' with { type: 'json' }

describe("NumPy's legacy stream, to the last bit", () => {
  test.each(recorded.streams)('of seed $seed', ({ seed, first, sha256 }) => {
    const next = standardNormal(seed)
    const bytes = Buffer.alloc(8 * recorded.count)
    for (let i = 0; i < recorded.count; i++) bytes.writeDoubleLE(next(), 8 * i)
    expect(first.map((_, i) => bytes.readDoubleLE(8 * i))).toEqual(first)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
  })
})

describe('the logarithm', () => {
  test("is within an ulp of the engine's, which is within an ulp of exact, where its ways meet as elsewhere", () => {
    const next = standardNormal(1)
    const places = [1 - 2 ** -4, 0.6875, 0.5, 2 ** -30]
    const steps = [-(2 ** -53), 0, 2 ** -53, 2 ** -20, -(2 ** -20)]
    const around = places.flatMap((place) => steps.map((step) => place * (1 + step)))
    const drawn = Array.from({ length: 10_000 }, () => Math.exp(-Math.abs(next())))
    for (const x of [...around, ...drawn, 1 - 2 ** -53, 2 ** -104]) {
      const expected = Math.log(x)
      expect(Math.abs(logarithm(x) / expected - 1), `${x}`).toBeLessThan(2 ** -51)
    }
  })
})
