import fc from 'fast-check'
import { expect, test } from 'vitest'
import { multiplyAdd } from '../../src/core/arithmetics/multiply-add.ts'
import * as Q from '../support/rational.ts'

/** The exact x * y + z, rounded once. */
function exactly(x: number, y: number, z: number): number {
  return Q.round(Q.add(Q.mul(Q.rational(x), Q.rational(y)), Q.rational(z)))
}

const factor = fc.double({ min: -(2 ** 40), max: 2 ** 40, noNaN: true })

test('multiplyAdd() rounds once, whatever the sizes of product and summand', () => {
  const gap = fc.integer({ min: -120, max: 120 })
  const sized = factor.filter((x) => x === 0 || Math.abs(x) > 2 ** -200)
  fc.assert(
    fc.property(sized, sized, sized, gap, (x, y, z, exponent) => {
      const summand = z * 2 ** exponent
      expect(multiplyAdd(x, y, summand)).toBe(exactly(x, y, summand) + 0)
    }),
    { numRuns: 20_000 },
  )
})

test('multiplyAdd() is right where all but the last digits cancel, and next to a tie', () => {
  const nearOne = fc.double({ min: 0.5, max: 2, noNaN: true })
  const few = fc.integer({ min: -3, max: 3 })
  fc.assert(
    fc.property(nearOne, nearOne, few, few, (x, y, k, l) => {
      for (const summand of [k * 2 ** -54 - x * y, k * 2 ** -53 + l * 2 ** -106]) {
        expect(multiplyAdd(x, y, summand)).toBe(exactly(x, y, summand))
      }
    }),
    { numRuns: 5000 },
  )
})
