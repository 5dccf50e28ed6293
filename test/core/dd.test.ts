import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as dd from '../../src/core/arithmetics/dd.ts'
import { anyNumber } from '../support/batches.ts'
import * as Q from '../support/rational.ts'
import * as S from '../support/surd.ts'
import { fraction } from '../support/wide.ts'

/** One cell of a head, a tail and a power of the radix. */
function cell(hi: number, lo: number, k: number): dd.Cells {
  return { hi: Float64Array.of(hi), lo: Float64Array.of(lo), k: Int32Array.of(k) }
}

/** A float64 as a cell. */
function single(x: number): dd.Cells {
  const out = dd.cells(1)
  dd.set(out, 0, x)
  return out
}

/**
 * Cells of 106 binary digits and more, of either sign: a head of 53 digits anywhere between 2^-256 and 2^255, a tail
 * that follows it at once or after a gap, and a power of 2^512.
 */
function cells(...[least, most]: [number, number]): fc.Arbitrary<dd.Cells> {
  return fc
    .record({
      head: fc.integer({ min: 2 ** 52, max: 2 ** 53 - 1 }),
      tail: fc.maxSafeInteger(),
      sign: fc.constantFrom(1, -1),
      exponent: fc.integer({ min: -255, max: 254 }),
      gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
      k: fc.integer({ min: least, max: most }),
    })
    .map(({ head, tail, sign, exponent, gap, k }) => {
      const last = sign * 2 ** (exponent - 52)
      const top = head * last
      const rest = (tail * last) / 2 ** (54 + gap)
      const hi = top + rest
      return cell(hi, rest - (hi - top), k)
    })
}

const wide = cells(-40, 40)
/** Two cells whose sizes lie close enough for each to matter to the other. */
const neighbours = fc.tuple(cells(0, 1), cells(0, 1))

type Binary = typeof dd.add
const result = (operation: Binary, a: dd.Cells, b: dd.Cells) => {
  const out = dd.cells(1)
  operation(out, 0, a, 0, b, 0)
  return out
}

/** The relative error of a cell in units of u^2 = 2^-106; 0 where both are 0. */
function errorOf(computed: dd.Cells, exact: S.Surd): number {
  const error = S.abs(S.add(S.surd(fraction(computed, 0)), S.negate(exact)))
  if (S.sign(error) === 0) return 0
  return S.round(S.mul(S.shift(error, 106), S.invert(S.abs(exact))))
}

/** What every cell promises: hi is the float64 nearest to hi + lo and lies in the range of the radix, or all is 0. */
function expectWellFormed({ hi, lo, k }: dd.Cells): void {
  const [head, tail] = [hi[0] as number, lo[0] as number]
  expect(head + tail === head).toBe(true)
  if (head === 0) expect({ tail, k: k[0] }).toEqual({ tail: 0, k: 0 })
  else expect(Math.abs(head) >= 2 ** -256 && Math.abs(head) < 2 ** 256).toBe(true)
}

const exactly = (a: dd.Cells) => S.surd(fraction(a, 0))
const OPERATIONS = {
  add: { of: dd.add, exact: S.add, bound: 3 },
  sub: { of: dd.sub, exact: (a: S.Surd, b: S.Surd) => S.add(a, S.negate(b)), bound: 3 },
  mul: { of: dd.mul, exact: S.mul, bound: 7 },
  div: { of: dd.div, exact: (a: S.Surd, b: S.Surd) => S.mul(a, S.invert(b)), bound: 15 },
}

describe('a cell', () => {
  for (const [name, { of, exact, bound }] of Object.entries(OPERATIONS)) {
    test(`${name}() is within ${bound} u^2 of exact, for numbers of any size`, () => {
      fc.assert(
        fc.property(fc.oneof(neighbours, fc.tuple(wide, wide)), ([a, b]) => {
          const out = result(of, a, b)
          expectWellFormed(out)
          expect(errorOf(out, exact(exactly(a), exactly(b)))).toBeLessThanOrEqual(bound)
        }),
        { numRuns: 3000 },
      )
    })
  }

  test('sqrt() is within 25/8 u^2 of exact, for numbers of any size', () => {
    fc.assert(
      fc.property(wide, (a) => {
        const square = S.abs(exactly(a))
        const out = dd.cells(1)
        dd.sqrt(out, 0, S.sign(exactly(a)) < 0 ? result(dd.sub, dd.cells(1), a) : a, 0)
        expectWellFormed(out)
        expect(errorOf(out, S.sqrt(square))).toBeLessThanOrEqual(25 / 8)
      }),
      { numRuns: 1000 },
    )
  })

  test('the difference of two neighbours that all but cancel is still within 3 u^2', () => {
    const close = cells(0, 0).chain((a) =>
      fc.tuple(fc.integer({ min: -9, max: 9 }), fc.maxSafeInteger()).map(([units, tail]) => {
        const hi = a.hi[0] as number
        const last = 2 ** (Math.floor(Math.log2(Math.abs(hi))) - 52)
        const head = hi + units * last
        return [a, result(dd.add, single(head), single((tail * last) / 2 ** 55))] as const
      }),
    )
    fc.assert(
      fc.property(close, ([a, b]) => {
        const out = result(dd.sub, a, b)
        expectWellFormed(out)
        const { exact } = OPERATIONS.sub
        expect(errorOf(out, exact(exactly(a), exactly(b)))).toBeLessThanOrEqual(3)
      }),
      { numRuns: 1000 },
    )
  })

  test('takes every float64 exactly, and gives it back', () => {
    fc.assert(
      fc.property(anyNumber, (x) => {
        const a = single(x)
        expectWellFormed(a)
        expect(dd.round(a, 0) === x).toBe(true)
        expect(Q.round(fraction(a, 0)) === x).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('the difference of two float64 numbers of like size is exact', () => {
    const places = fc.integer({ min: -50, max: 50 })
    const like = fc.tuple(anyNumber, places, fc.double({ min: -2, max: -0.5, noNaN: true }))
    fc.assert(
      fc.property(like, ([x, exponent, factor]) => {
        const y = x * factor * 2 ** exponent
        fc.pre(Number.isFinite(y))
        const out = result(dd.sub, single(x), single(y))
        const exact = Q.add(Q.rational(x), Q.negate(Q.rational(y)))
        expect(Q.sign(Q.add(fraction(out, 0), Q.negate(exact)))).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })

  test('the product of two float64 numbers is exact', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (x, y) => {
        const out = result(dd.mul, single(x), single(y))
        const exact = Q.mul(Q.rational(x), Q.rational(y))
        expect(Q.sign(Q.add(fraction(out, 0), Q.negate(exact)))).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })

  test('neither overflows nor underflows, wherever a chain of products and quotients leads', () => {
    const chain = fc.array(
      fc.tuple(
        anyNumber.filter((x) => x !== 0),
        fc.boolean(),
      ),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    fc.assert(
      fc.property(chain, (factors) => {
        const out = single(1)
        let exact = Q.ONE
        for (const [x, up] of factors) {
          ;(up ? dd.mul : dd.div)(out, 0, out, 0, single(x), 0)
          expectWellFormed(out)
          exact = Q.mul(exact, up ? Q.rational(x) : Q.invert(Q.rational(x)))
        }
        expect(errorOf(out, S.surd(exact))).toBeLessThanOrEqual(15 * factors.length)
      }),
      { numRuns: 1000 },
    )
  })

  test('may be written over the cells it is made from', () => {
    fc.assert(
      fc.property(neighbours, ([a, b]) => {
        const fresh = (of: Binary, left: dd.Cells, right: dd.Cells) => ({
          ...result(of, left, right),
        })
        for (const { of } of Object.values(OPERATIONS)) {
          const copies = () => [structuredClone(a), structuredClone(b)] as const
          const [left, other] = copies()
          of(left, 0, left, 0, other, 0)
          expect(left).toEqual(fresh(of, a, b))
          const [another, right] = copies()
          of(right, 0, another, 0, right, 0)
          expect(right).toEqual(fresh(of, a, b))
          const [both] = copies()
          of(both, 0, both, 0, both, 0)
          expect(both).toEqual(fresh(of, a, a))
        }
        const root = structuredClone(a)
        const out = dd.cells(1)
        dd.sqrt(out, 0, a, 0)
        dd.sqrt(root, 0, root, 0)
        expect(root).toEqual(out)
      }),
    )
  })

  test('is addressed by its place: other cells stay as they are', () => {
    const a = dd.cells(3)
    for (const [i, x] of [2, 3, 5].entries()) dd.set(a, i, x)
    dd.mul(a, 1, a, 0, a, 2)
    dd.copy(a, 0, a, 2)
    expect([0, 1, 2].map((i) => dd.round(a, i))).toEqual([5, 10, 5])
  })
})

describe('at 0', () => {
  const zero = dd.cells(1)

  test('sums and products with 0 are exact', () => {
    fc.assert(
      fc.property(wide, (a) => {
        expect(errorOf(result(dd.add, a, zero), exactly(a))).toBe(0)
        expect(errorOf(result(dd.add, zero, a), exactly(a))).toBe(0)
        expect(errorOf(result(dd.sub, a, zero), exactly(a))).toBe(0)
        expect(errorOf(result(dd.sub, zero, a), S.negate(exactly(a)))).toBe(0)
        expect(dd.round(result(dd.mul, a, zero), 0) === 0).toBe(true)
        expect(dd.round(result(dd.div, zero, a), 0) === 0).toBe(true)
        expect(dd.round(result(dd.sub, a, a), 0)).toBe(0)
        expectWellFormed(result(dd.mul, zero, a))
      }),
    )
  })

  test('a number divided by 0 is not finite', () => {
    expect(Number.isFinite(dd.round(result(dd.div, single(1), zero), 0))).toBe(false)
    expect(Number.isFinite(dd.round(result(dd.div, zero, zero), 0))).toBe(false)
  })

  test('the root of 0 is 0, that of a negative number is not a number', () => {
    const out = single(7)
    dd.sqrt(out, 0, zero, 0)
    expect(out).toEqual(zero)
    dd.sqrt(out, 0, single(-1), 0)
    expect(dd.round(out, 0)).toBeNaN()
  })
})

describe('round()', () => {
  test('gives the float64 nearest to a cell, wherever it lies', () => {
    fc.assert(
      fc.property(cells(-4, 4), (a) => {
        expect(dd.round(a, 0) === Q.round(fraction(a, 0))).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  test('rounds once: between two subnormals the digits that hi leaves out decide', () => {
    const halves = fc.integer({ min: 0, max: 2 ** 30 }).map((m) => (2 * m + 1) * 2 ** -51)
    const tails = fc.constantFrom(0, 2 ** -200, -(2 ** -200))
    fc.assert(
      fc.property(halves, tails, fc.constantFrom(1, -1), (hi, lo, sign) => {
        const tie = cell(sign * hi, lo, -2)
        expect(dd.round(tie, 0) === Q.round(fraction(tie, 0))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('a hair more than half of the smallest subnormal is that subnormal, half of it is 0', () => {
    expect(dd.round(cell(2 ** -51, 2 ** -200, -2), 0)).toBe(Number.MIN_VALUE)
    expect(dd.round(cell(2 ** -51, 0, -2), 0)).toBe(0)
    expect(dd.round(cell(-(2 ** -51), -(2 ** -200), -2), 0)).toBe(-Number.MIN_VALUE)
  })

  test('gives an infinity from where float64 ends, and the largest number before', () => {
    expect(dd.round(cell(1, 0, 2), 0)).toBe(Number.POSITIVE_INFINITY)
    expect(dd.round(cell(-1, 0, 3), 0)).toBe(Number.NEGATIVE_INFINITY)
    expect(dd.round(cell(1 - 2 ** -53, 2 ** -55, 2), 0)).toBe(Number.MAX_VALUE)
  })
})
