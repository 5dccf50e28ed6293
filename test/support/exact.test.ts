import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyNumber, batches, even } from './batches.ts'
import { add, type Conditioned, div, given, mul, negate, sqrt, sub, sum } from './conditioned.ts'
import { exactBackward, exactCache, exactForward, exactRunning } from './exact.ts'
import * as S from './surd.ts'

const positive = anyNumber.map(Math.abs).filter((x) => x > 0)
const round = ({ value }: Conditioned) => S.round(value)

describe('the exact reference rounds as the processor does', () => {
  test('a number is itself', () => {
    fc.assert(
      fc.property(anyNumber, (x) => {
        expect(round(given(x)) === x).toBe(true)
      }),
    )
  })

  test('a sum, a product, a quotient and a root of two numbers are what float64 makes of them', () => {
    fc.assert(
      fc.property(anyNumber, positive, (x, y) => {
        expect(round(add(given(x), given(y))) === x + y).toBe(true)
        expect(round(sub(given(x), given(y))) === x - y).toBe(true)
        expect(round(mul(given(x), given(y))) === x * y).toBe(true)
        expect(round(div(given(x), given(y))) === x / y).toBe(true)
        expect(round(sqrt(given(y)))).toBe(Math.sqrt(y))
      }),
      { numRuns: 2000 },
    )
  })

  test('products and quotients among the subnormals are rounded once', () => {
    const subnormal = fc.integer({ min: 1, max: 2 ** 20 }).map((k) => k * 2 ** -1074)
    fc.assert(
      fc.property(subnormal, even, (x, y) => {
        expect(round(mul(given(x), given(y))) === x * y).toBe(true)
      }),
    )
  })

  test('a tie goes to the even neighbour, and anything beside the tie decides it', () => {
    const tie = add(given(1), given(2 ** -53))
    expect(round(tie)).toBe(1)
    expect(round(add(tie, given(2 ** -1000)))).toBe(1 + 2 ** -52)
    expect(round(add(add(given(1), given(2 ** -52)), given(2 ** -53)))).toBe(1 + 2 ** -51)
    expect(round(div(given(2 ** -1074), given(2)))).toBe(0)
    expect(round(div(given(3 * 2 ** -1074), given(2)))).toBe(2 * 2 ** -1074)
  })

  test('the largest number and half a unit more is an infinity, anything less is not', () => {
    const half = given(2 ** 970)
    const edge = add(given(Number.MAX_VALUE), half)
    expect(round(edge)).toBe(Number.POSITIVE_INFINITY)
    expect(round(sub(edge, given(2 ** -1074)))).toBe(Number.MAX_VALUE)
    expect(round(negate(edge))).toBe(Number.NEGATIVE_INFINITY)
  })

  test('an irrational number that all but cancels is rounded from the digits that are left', () => {
    // (n + sqrt(n^2 + 1)) (sqrt(n^2 + 1) - n) = 1, so the difference is 1 / (n + sqrt(n^2 + 1)).
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 26 }), (n) => {
        const root = sqrt(given(n * n + 1))
        const difference = sub(root, given(n))
        expect(round(difference)).toBe(round(div(given(1), add(root, given(n)))))
        expect(S.sign(difference.value)).toBe(1)
      }),
    )
  })

  test('roots of two different numbers do not mix', () => {
    expect(() => add(sqrt(given(2)), sqrt(given(3)))).toThrow('two different roots')
    expect(() => sqrt(sqrt(given(2)))).toThrow('not the square of a surd')
  })
})

describe('the exact reference is Batch Normalization', () => {
  const equal = (a: Conditioned, b: Conditioned) => S.sign(sub(a, b).value) === 0

  test('four values with variance 5 and eps 4 come out as known fractions', () => {
    const inputs = { x: [-3, -1, 1, 3], gamma: [6], beta: [0.5], eps: 4 }
    const forward = exactForward(inputs)
    const numbers = (list: readonly Conditioned[]) => list.map(round)
    expect(numbers(forward.mu)).toEqual([0])
    expect(numbers(forward.sq)).toEqual([9, 1, 1, 9])
    expect(numbers(forward.var)).toEqual([5])
    expect(numbers(forward.sqrtvar)).toEqual([3])
    expect(numbers(forward.ivar)).toEqual([1 / 3])
    expect(numbers(forward.xhat)).toEqual([-1, -1 / 3, 1 / 3, 1])
    expect(numbers(forward.out)).toEqual([-5.5, -1.5, 2.5, 6.5])
    const backward = exactBackward([1, 0, 0, 0], exactCache(forward, inputs), 'train')
    expect(numbers(backward.dbeta)).toEqual([1])
    expect(numbers(backward.dgamma)).toEqual([-1])
    expect(numbers(backward.divar)).toEqual([-18])
    expect(numbers(backward.dsqrtvar)).toEqual([2])
    expect(numbers(backward.dvar)).toEqual([1 / 3])
    // gamma * ivar / N is 1/2; N * dout - dbeta - xhat * dgamma is 4 - 1 - 1, -1 - 1/3, -1 + 1/3, -1 + 1.
    expect(numbers(backward.dx)).toEqual([1, -2 / 3, -1 / 3, 0])
  })

  test('dx is, to the last digit, gamma * ivar / N * (N * dout - dbeta - xhat * dgamma)', () => {
    fc.assert(
      fc.property(batches({ n: [1, 6], d: [1, 1], x: anyNumber, eps: positive }), (batch) => {
        const forward = exactForward(batch)
        const { dbeta, dgamma, dx } = exactBackward(batch.dout, exactCache(forward, batch), 'train')
        const N = given(batch.x.length)
        const factor = div(mul(given(batch.gamma[0] as number), sum(forward.ivar)), N)
        for (const [i, v] of dx.entries()) {
          const dout = given(batch.dout[i] as number)
          const pull = mul(forward.xhat[i] as Conditioned, sum(dgamma))
          const closed = mul(factor, sub(sub(mul(N, dout), sum(dbeta)), pull))
          expect(equal(v, closed)).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('a scale is never smaller than its value', () => {
    fc.assert(
      fc.property(batches({ n: [1, 6], x: anyNumber, eps: positive }), (batch) => {
        const forward = exactForward(batch)
        const backward = exactBackward(batch.dout, exactCache(forward, batch), 'train')
        for (const { value, scale } of Object.values({ ...forward, ...backward }).flat()) {
          expect(S.sign(S.add(scale, S.negate(S.abs(value))))).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('a running statistic keeps its share exactly', () => {
    expect(round(exactRunning(0.75, 8, given(4)))).toBe(7)
    const keep = 0.9
    expect(round(exactRunning(keep, 0, given(1)))).toBe(1 - keep)
    expect(round(exactRunning(keep, 1, given(1)))).toBe(1)
  })
})
