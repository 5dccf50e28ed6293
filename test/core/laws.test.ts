import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WideMatrix } from '../../src/core/arithmetics/double-double.ts'
import { BACKWARD, FORWARD } from '../../src/core/graph.ts'
import { anyNumber, type Batch, batches, even } from '../support/batches.ts'
import { exactBackward, exactCache, exactForward } from '../support/exact.ts'
import * as Q from '../support/rational.ts'
import { backward, forward, modeOf, numbers } from '../support/run.ts'
import * as S from '../support/surd.ts'
import { parseUnit } from '../support/units.ts'
import { fraction, near } from '../support/wide.ts'

/** Every value of both passes, to about 32 digits. */
const bothPasses = (batch: Batch) => ({ ...forward(batch), ...backward(batch) })

/** How close two numbers of 32 digits come that should be the same, as a power of two of what they are made of. */
const CLOSE = -97

/** Column j of a wide matrix, exactly. */
function column(a: WideMatrix, j: number): Q.Rational[] {
  return Array.from({ length: a.n }, (_, i) => fraction(a, i * a.d + j))
}

const total = (numbers: readonly Q.Rational[]) => numbers.reduce(Q.add)
const abs = (x: Q.Rational) => (Q.sign(x) < 0 ? Q.negate(x) : x)
const product = (...factors: Q.Rational[]) => factors.reduce(Q.mul)
const products = (a: readonly Q.Rational[], b: readonly Q.Rational[]) =>
  a.map((v, i) => Q.mul(v, b[i] as Q.Rational))

/** What the terms of every value of a batch add up to without their signs, by name. */
function scalesOf(batch: Batch): Record<string, Q.Rational[]> {
  const exact = exactForward(batch)
  const gradients = exactBackward(batch.dout, exactCache(exact, batch), modeOf(batch))
  const lists = Object.entries({ ...exact, ...gradients }).map(([name, list]) => [
    name,
    list.map(({ scale }) => Q.rational(S.round(scale))),
  ])
  return Object.fromEntries(lists)
}

/** Runs a law over the channels of ordinary batches, and of some far from 0 or in odd units. */
function forEveryChannel(law: (batch: Batch, j: number) => void): void {
  const sizes = fc.constantFrom(1, 1e-6, 100, 1e100)
  const places = fc.constantFrom(0, 1e3, -1e9)
  const ordinary = batches({ n: [2, 8] })
  fc.assert(
    fc.property(ordinary, sizes, places, (batch, size, place) => {
      const moved = { ...batch, x: batch.x.map((v) => (v + place) * size), eps: 1e-3 * size * size }
      for (const j of batch.gamma.keys()) law(moved, j)
    }),
  )
}

describe('forward', () => {
  test('the columns of xhat have mean 0', () => {
    forEveryChannel((batch, j) => {
      const xhat = column(forward(batch).xhat, j)
      expect(near(total(xhat), Q.ZERO, total(xhat.map(abs)), CLOSE)).toBe(true)
    })
  })

  test('the columns of xhat have mean square var / (var + eps)', () => {
    forEveryChannel((batch, j) => {
      const values = forward(batch)
      const [variance] = column(values.var, j) as [Q.Rational]
      const xhat = column(values.xhat, j)
      const sum = Q.add(variance, Q.rational(batch.eps))
      const left = product(total(products(xhat, xhat)), sum)
      expect(near(left, product(variance, Q.rational(xhat.length)), left, CLOSE)).toBe(true)
    })
  })

  test('gamma = sqrtvar and beta = mu give x back, as the post remarks', () => {
    forEveryChannel((batch, j) => {
      const { mu, sqrtvar, xmu } = numbers(forward(batch))
      const restored = { ...batch, gamma: [...sqrtvar.data], beta: [...mu.data] }
      const { out } = numbers(forward(restored))
      for (let k = j; k < batch.x.length; k += out.d) {
        const size = Math.abs(xmu.data[k] as number) + Math.abs(mu.data[j] as number)
        const error = Math.abs((out.data[k] as number) - (batch.x[k] as number))
        expect(error).toBeLessThanOrEqual(size * 2 ** -52)
      }
    })
  })

  test('gamma = sqrtvar and beta = mu give x back to the last bit where both are numbers', () => {
    const { out } = forward({ x: [7, 9, 11, 13], gamma: [3], beta: [10], eps: 4 })
    expect([...numbers({ out }).out.data]).toEqual([7, 9, 11, 13])
  })
})

describe('backward', () => {
  test('the columns of dx sum to 0', () => {
    forEveryChannel((batch, j) => {
      const { dx, dxmu1, dxmu2, dx2 } = backward(batch)
      const parts = [dxmu1, dxmu2, dx2].flatMap((a) => column(a, j))
      const size = total(parts.map(abs))
      expect(near(total(column(dx, j)), Q.ZERO, size, CLOSE)).toBe(true)
    })
  })

  test('sum(dx * xhat) is gamma * ivar * dgamma * eps / (var + eps)', () => {
    forEveryChannel((batch, j) => {
      const { xhat, ivar, var: variance, dx, dxmu1, dxmu2, dx2, dgamma } = bothPasses(batch)
      const [i, v, g] = [ivar, variance, dgamma].map((a) => fraction(a, j)) as [
        Q.Rational,
        Q.Rational,
        Q.Rational,
      ]
      const eps = Q.rational(batch.eps)
      const factor = Q.mul(eps, Q.invert(Q.add(v, eps)))
      const right = product(Q.rational(batch.gamma[j] as number), i, g, factor)
      const parts = [dxmu1, dxmu2, dx2].flatMap((a) => products(column(a, j), column(xhat, j)))
      const left = total(products(column(dx, j), column(xhat, j)))
      expect(near(left, right, total(parts.map(abs)), CLOSE)).toBe(true)
    })
  })

  test('all gradients are linear in dout', () => {
    const small = fc.integer({ min: -9, max: 9 })
    const whole = fc.noBias(fc.integer({ min: -1e6, max: 1e6 }))
    const law = fc.property(batches({ dout: whole }), small, small, (batch, p, q) => {
      const other = { ...batch, dout: batch.dout.toReversed() }
      const dout = batch.dout.map((v, k) => p * v + q * (other.dout[k] as number))
      const [scales, otherScales] = [scalesOf(batch), scalesOf(other)]
      const [one, two, both] = [backward(batch), backward(other), backward({ ...batch, dout })]
      for (const { name } of BACKWARD) {
        for (const k of both[name].hi.keys()) {
          const mixed = (a: Q.Rational, b: Q.Rational, sign: (v: number) => number) =>
            Q.add(product(Q.rational(sign(p)), a), product(Q.rational(sign(q)), b))
          const expected = mixed(fraction(one[name], k), fraction(two[name], k), (v) => v)
          const scale = mixed(
            scales[name]?.[k] as Q.Rational,
            otherScales[name]?.[k] as Q.Rational,
            Math.abs,
          )
          expect(near(fraction(both[name], k), expected, scale, CLOSE), name).toBe(true)
        }
      }
    })
    fc.assert(law, { numRuns: 50 })
  })
})

describe('both passes', () => {
  test('do not notice where on the axis x lies: only mu moves, nothing else by a single bit', () => {
    const grid = fc.noBias(fc.integer({ min: -1e6, max: 1e6 })).map((k) => k / 1024)
    const far = fc.integer({ min: -1e9, max: 1e9 })
    fc.assert(
      fc.property(batches({ n: [1, 7], x: grid }), far, (batch, shift) => {
        const { mu, ...rest } = bothPasses(batch)
        const { mu: moved, ...others } = bothPasses({ ...batch, x: batch.x.map((v) => v + shift) })
        expect(others).toEqual(rest)
        for (const j of batch.gamma.keys()) {
          const expected = Q.add(fraction(mu, j), Q.rational(shift))
          const size = Q.rational(Math.abs(shift) + 1e6)
          expect(near(fraction(moved, j), expected, size, CLOSE)).toBe(true)
        }
      }),
    )
  })

  test('do not notice where x and the running mean lie in evaluation', () => {
    const grid = fc.noBias(fc.integer({ min: -1e6, max: 1e6 })).map((k) => k / 1024)
    const recipe = { x: grid, mean: grid, variance: even.map(Math.abs) }
    fc.assert(
      fc.property(batches(recipe), fc.integer({ min: -1e9, max: 1e9 }), (batch, shift) => {
        const running = batch.running as { mean: number[]; var: number[] }
        const { mu: _, ...rest } = bothPasses(batch)
        const { mu: moved, ...others } = bothPasses({
          ...batch,
          x: batch.x.map((v) => v + shift),
          running: { ...running, mean: running.mean.map((v) => v + shift) },
        })
        expect(others).toEqual(rest)
        expect([...numbers({ moved }).moved.data]).toEqual(running.mean.map((v) => v + shift))
      }),
    )
  })

  test('do not notice the order of the examples', () => {
    const law = fc.property(batches(), fc.noShrink(fc.infiniteStream(fc.nat())), (batch, keys) => {
      const d = batch.gamma.length
      const N = batch.x.length / d
      const order = Array.from({ length: N }, (_, i) => ({ i, key: keys.next().value as number }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ i }) => i)
      const permuted = (list: readonly number[]) =>
        order.flatMap((i) => list.slice(i * d, (i + 1) * d))
      const values = bothPasses(batch)
      const shuffled = bothPasses({ ...batch, x: permuted(batch.x), dout: permuted(batch.dout) })
      const scales = scalesOf(batch)
      for (const { name } of [...FORWARD, ...BACKWARD]) {
        const { n, hi } = values[name]
        for (const k of hi.keys()) {
          const from = n === 1 ? k : (order[Math.floor(k / d)] as number) * d + (k % d)
          const [left, right] = [fraction(shuffled[name], k), fraction(values[name], from)]
          expect(near(left, right, scales[name]?.[from] as Q.Rational, CLOSE), name).toBe(true)
        }
      }
    })
    fc.assert(law, { numRuns: 50 })
  })

  test('know nothing of the other channels: each is, bit for bit, what it would be alone', () => {
    const any = { x: anyNumber, gamma: anyNumber, beta: anyNumber, dout: anyNumber }
    const eps = fc.constant(1e-5)
    const inTraining = batches({ n: [1, 6], d: [2, 5], ...any, eps })
    const running = { mean: anyNumber, variance: anyNumber.map(Math.abs) }
    const inEvaluation = batches({ n: [1, 6], d: [2, 5], ...any, ...running, eps })
    fc.assert(
      fc.property(fc.oneof(inTraining, inEvaluation), (batch) => {
        const d = batch.gamma.length
        const together = bothPasses(batch)
        for (let j = 0; j < d; j++) {
          const only = (list: readonly number[]) => list.filter((_, k) => k % d === j)
          const { x, gamma, beta, dout, running } = batch
          const alone = bothPasses({
            ...{ x: only(x), gamma: only(gamma), beta: only(beta), dout: only(dout) },
            eps: batch.eps,
            ...(running && { running: { mean: only(running.mean), var: only(running.var) } }),
          })
          for (const { name } of [...FORWARD, ...BACKWARD]) {
            const { hi, lo, k } = together[name]
            const own = (_: number, i: number) => i % d === j
            const cells = { hi: hi.filter(own), lo: lo.filter(own), k: k.filter(own) }
            expect(cells, name).toEqual({
              hi: alone[name].hi,
              lo: alone[name].lo,
              k: alone[name].k,
            })
          }
        }
      }),
    )
  })

  test('scale every value by its unit, bit for bit, when the inputs are measured in other units', () => {
    const power = fc.integer({ min: -250, max: 250 })
    const recipe = { mean: even, variance: even.map((v) => v * v) }
    const batch = fc.oneof(batches({ n: [1, 6] }), batches(recipe))
    fc.assert(
      fc.property(batch, power, power, power, (batch, a, b, c) => {
        const by = (exponent: number) => (v: number) => v * 2 ** exponent
        const { x, gamma, beta, eps, dout, running } = batch
        const scaled: Batch = {
          x: x.map(by(a)),
          gamma: gamma.map(by(b)),
          beta: beta.map(by(b)),
          eps: by(2 * a)(eps),
          dout: dout.map(by(c)),
          ...(running && {
            running: { mean: running.mean.map(by(a)), var: running.var.map(by(2 * a)) },
          }),
        }
        const [before, after] = [bothPasses(batch), bothPasses(scaled)]
        for (const { name, unit } of [...FORWARD, ...BACKWARD]) {
          // dout is measured in L / y, so the unit of the loss is multiplied by 2^(b + c).
          const { x: ofX, y: ofY, L: ofLoss } = parseUnit(unit)
          const exponent = ofX * a + ofY * b + ofLoss * (b + c)
          for (const k of before[name].hi.keys()) {
            const expected = Q.shift(fraction(before[name], k), exponent)
            const off = Q.add(fraction(after[name], k), Q.negate(expected))
            expect(Q.sign(off), name).toBe(0)
          }
        }
      }),
    )
  })
})
