import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rangeOf } from '../../../page/numbers/colours.ts'
import { exact, short, shortAmong } from '../../../page/numbers/words.ts'

const number = fc.double({ min: -1e307, max: 1e307, noNaN: true })

describe('a number in words', () => {
  it('is exact where it says so: it reads back as the same float64, -0 as -0', () => {
    fc.assert(fc.property(number, (value) => Object.is(Number(exact(value)), value)))
  })

  it('is short with four digits, and off by no more than their rounding', () => {
    fc.assert(
      fc.property(number, (value) => {
        const off = Math.abs(Number(short(value)) / 2 - value / 2)
        expect(off).toBeLessThanOrEqual(0.005 * Math.abs(value) + Number.MIN_VALUE)
      }),
    )
  })

  it('tells numbers apart that lie close together far from 0', () => {
    const data = Float64Array.of(99999999.81, 100000000.1, 100000001.19)
    const words = Array.from(data, (value) => shortAmong(value, rangeOf(data)))
    expect(new Set(words).size).toBe(3)
    expect(words.map((word) => Math.round(Number(word) * 10) / 10)).toEqual([
      99999999.8, 100000000.1, 100000001.2,
    ])
  })

  it('is as short as ever where 0 is near, or all are the same', () => {
    for (const data of [Float64Array.of(-3, 1 / 3, 7), Float64Array.of(2, 2)]) {
      for (const value of data) expect(shortAmong(value, rangeOf(data))).toBe(short(value))
    }
  })
})
