import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cells, round, set } from '../../../src/core/arithmetics/dd.ts'
import { landed } from '../../../src/core/fused/pairs.ts'
import {
  exponentFor,
  exponentOf,
  fits,
  narrow,
  raise,
  widen,
} from '../../../src/core/fused/scale.ts'
import { LO } from '../../../src/core/fused/sweeps.ts'

/** hi and lo that do not overlap: lo is at most half a unit in the last place of hi, and 0 beside 0. */
const pairs = fc
  .tuple(
    fc.integer({ min: -(2 ** 53), max: 2 ** 53 }),
    fc.oneof(fc.constant(0), fc.integer({ min: -(2 ** 30), max: 2 ** 30 })),
    fc.integer({ min: -200, max: 20 }),
    fc.integer({ min: 84, max: 300 }),
  )
  .map(([hi, lo, e, f]) => [hi * 2 ** e, hi === 0 ? 0 : lo * 2 ** (e - 1 - f)] as const)

test('2 ** e is exact for every e', () => {
  for (let e = 0, up = 1, down = 1; e <= 1074; e++, up *= 2, down /= 2) {
    expect(2 ** e).toBe(up)
    expect(2 ** -e).toBe(down)
  }
})

test('a value lands where the wide number of the same value is rounded to, subnormals and overflow included', () => {
  const ups = new Float64Array(4)
  const wide = cells(1)
  fc.assert(
    fc.property(pairs, fc.integer({ min: -1400, max: 2100 }), ([hi, lo], exponent) => {
      raise(ups, 0, exponent)
      widen(wide, 0, hi, lo, exponent)
      expect(landed(hi, lo, ups[0] as number, ups[LO] as number)).toBe(round(wide, 0))
    }),
    { numRuns: 2000 },
  )
})

test('ties between two subnormals are decided by lo', () => {
  const ups = new Float64Array(4)
  raise(ups, 0, -1074)
  const land = (hi: number, lo: number) => landed(hi, lo, ups[0] as number, ups[LO] as number)
  const tiny = 2 ** -60
  expect([land(2.5, 0), land(2.5, tiny), land(2.5, -tiny)]).toEqual([1e-323, 1.5e-323, 1e-323])
  expect([land(3.5, 0), land(3.5, tiny), land(3.5, -tiny)]).toEqual([2e-323, 2e-323, 1.5e-323])
  expect([land(-0.5, 0), land(-0.5, -tiny), land(-0.5, tiny)]).toEqual([-0, -5e-324, -0])
})

test('a wide number comes back from its power of two', () => {
  const heap = new Float64Array(4)
  const wide = cells(1)
  fc.assert(
    fc.property(pairs, fc.integer({ min: -1000, max: 1000 }), ([hi, lo], exponent) => {
      widen(wide, 0, hi, lo, exponent)
      narrow(heap, 0, wide, 0, exponent)
      expect([heap[0], heap[LO]]).toEqual([hi, lo])
    }),
  )
})

test('0 is 0 in every unit', () => {
  const heap = new Float64Array(4).fill(1)
  for (const exponent of [-3000, -1024, 0, 1074, 3000]) {
    narrow(heap, 0, cells(1), 0, exponent)
    expect([heap[0], heap[LO]]).toEqual([0, 0])
  }
})

describe('what fits', () => {
  test('is divided by a power of two whose inverse exists', () => {
    for (const size of [5e-324, 1e-310, 1e-300, 1, 1e300, Number.MAX_VALUE, 0]) {
      const exponent = exponentFor(size)
      expect(2 ** exponent * 2 ** -exponent).toBe(1)
      expect(size * 2 ** -exponent).toBeLessThan(2 ** 30)
    }
    expect(exponentOf(8)).toBe(3)
  })

  test('is a range of numbers, not a size', () => {
    expect(fits(1e300, 1e290, exponentFor(1e300))).toBe(true)
    expect(fits(1, 1e-300, 0)).toBe(false)
    expect(fits(1e300, 1, 0)).toBe(false)
    expect(fits(0, 1e-300, 0)).toBe(true)
    expect(fits(1, Number.POSITIVE_INFINITY, 0)).toBe(true)
  })
})

test('set() and widen() agree on a float64', () => {
  const [a, b] = [cells(1), cells(1)]
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
      set(a, 0, x)
      widen(b, 0, x, 0, 0)
      expect([b.hi[0], b.k[0]]).toEqual([a.hi[0], a.k[0]])
    }),
  )
})
