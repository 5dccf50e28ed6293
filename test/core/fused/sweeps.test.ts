import { describe, expect, test } from 'vitest'
import { backward } from '../../../src/core/fused/backward.ts'
import { type ForwardMatrix, forward } from '../../../src/core/fused/forward.ts'
import type { BackwardMatrix } from '../../../src/core/fused/retrace.ts'
import { LO, SLOTS, type Sweeps, slotsOf } from '../../../src/core/fused/sweeps.ts'
import { plainSweeps } from '../../../src/core/fused/twin.ts'
import { matrix } from '../../../src/core/matrix.ts'
import * as table from '../../../src/core/passes.ts'
import { rows } from '../../support/run.ts'
import {
  byTable,
  differences,
  fused,
  inputsOf,
  type Numbers,
  numbersOf,
  ordinary,
  SWEEPS,
} from './run.ts'

const KINDS = Object.entries(SWEEPS)
const twin = plainSweeps()

describe.each(KINDS)('%s: the numbers are those of the table, whatever the shape:', (_, sweeps) => {
  for (const d of [1, 2, 3, 5, 8, 9, 23, 24, 25, 127, 128, 129, 130, 255, 256, 257, 513]) {
    test(`${d} channels`, () => {
      const batch = ordinary(5, d)
      expect(differences(fused(batch, sweeps), byTable(batch))).toEqual([])
    })
  }

  for (const n of [1, 2, 3, 64, 333]) {
    test(`${n} examples`, () => {
      const batch = ordinary(n, 3)
      expect(differences(fused(batch, sweeps), byTable(batch))).toEqual([])
    })
  }

  test('so many examples that a block holds two channels', () => {
    const batch = ordinary(2 ** 17 + 1, 3)
    const inputs = inputsOf(batch)
    const made = forward(inputs, (name) => name === 'out', sweeps)
    expect(differences(numbersOf(made), numbersOf(forward(inputs, isOut, twin)))).toEqual([])
  })
})

const isOut = (name: string) => name === 'out'

describe.each(KINDS)('%s: what is wanted beside a value does not change it:', (_, sweeps) => {
  const batch = ordinary(7, 5)
  const inputs = inputsOf(batch)
  const dout = rows(batch.dout, 5)
  const whole = fused(batch, sweeps)

  const subsets = <Name>(names: readonly Name[]): Name[][] =>
    Array.from({ length: 2 ** names.length }, (_, k) => names.filter((_, bit) => (k >> bit) & 1))

  test('every subset of the forward matrices', () => {
    const names: ForwardMatrix[] = ['xmu', 'sq', 'xhat', 'gammax', 'out']
    for (const some of subsets(names)) {
      const made = forward(inputs, (name) => some.includes(name), sweeps)
      const vectors = ['mu', 'var', 'sqrtvar', 'ivar']
      expect(Object.keys(made).sort()).toEqual([...vectors, ...some].sort())
      expect(differences(numbersOf(made), pick(whole, Object.keys(made)))).toEqual([])
    }
  })

  test('every subset of the backward matrices', () => {
    const names: BackwardMatrix[] = ['dgammax', 'dxhat', 'dxmu1', 'dsq', 'dxmu2', 'dx1', 'dx2']
    for (const some of subsets(names)) {
      const made = backward(inputs, dout, (name) => some.includes(name as BackwardMatrix), sweeps)
      const always = ['dbeta', 'dgamma', 'divar', 'dsqrtvar', 'dvar', 'dmu', 'dx']
      expect(Object.keys(made).sort()).toEqual([...always, ...some].sort())
      expect(differences(numbersOf(made), pick(whole, Object.keys(made)))).toEqual([])
    }
  })
})

function pick<T>(values: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, values[name] as T]))
}

describe.each(KINDS)('%s: no call leaves anything for the next:', (_, sweeps) => {
  test('a heap full of NaN changes nothing', () => {
    for (const [n, d] of [
      [5, 3],
      [1, 1],
      [40, 131],
    ] as const) {
      const batch = ordinary(n, d)
      const heap = (length: number) => sweeps.heap(length).fill(Number.NaN)
      expect(differences(fused(batch, { ...sweeps, heap }), fused(batch, sweeps))).toEqual([])
    }
  })

  test('large and small, healthy and refused calls in turn give what they give alone', () => {
    const batches = [ordinary(50, 40), ordinary(2, 1, 7), ordinary(3, 150, 8), ordinary(1, 2, 9)]
    const alone = batches.map((batch) => byTable(batch))
    for (let round = 0; round < 3; round++) {
      for (const [k, batch] of batches.entries()) {
        expect(differences(fused(batch, sweeps), alone[k] as Numbers)).toEqual([])
        const broken = { ...batch, x: batch.x.map(() => 1), eps: 0 }
        expect(() => fused(broken, sweeps)).toThrow('var + eps is 0')
      }
    }
  })

  test('the heap of a huge call is given back', () => {
    expect(sweeps.heap(2 ** 23).length).toBeGreaterThanOrEqual(2 ** 23)
    sweeps.done()
    expect(sweeps.heap(100).length).toBeLessThan(2 ** 20)
    sweeps.done()
  })
})

describe('channels that the sweeps can not take', () => {
  test('are left to the table one by one, and their neighbours are not', () => {
    const batch = ordinary(6, 7)
    const x = batch.x.map((v, k) => (k % 7 === 2 ? v * 10 ** (50 * (k % 5)) : v))
    for (const sweeps of Object.values(SWEEPS)) {
      expect(differences(fused({ ...batch, x }, sweeps), byTable({ ...batch, x }))).toEqual([])
      const nothing = { ...sweeps, normalise: () => {} }
      const heap = (length: number) => sweeps.heap(length).fill(Number.NaN)
      const { out } = forward(inputsOf({ ...batch, x }), isOut, { ...nothing, heap })
      const columns = [...(out?.data ?? [])].flatMap((v, k) => (Number.isNaN(v) ? [] : [k % 7]))
      expect(new Set(columns)).toEqual(new Set([2]))
    }
  })

  test('are not there in evaluation without statistics, which is refused', () => {
    const inputs = { ...inputsOf(ordinary(2, 4)), mode: 'eval' as const }
    expect(() => forward(inputs, isOut, twin)).toThrow('needs the running mean and variance')
  })

  test('are refused under their own numbers, beside others', () => {
    const x = matrix(2, 4, [1e300, 5, 1, 7, 1e300, 5, 2, 1e-300])
    const inputs = { ...inputsOf(ordinary(2, 4)), x, eps: 0 }
    expect(() => table.forward(inputs)).toThrow('var + eps is 0 in channels 0, 1')
    for (const sweeps of Object.values(SWEEPS)) {
      expect(() => forward(inputs, isOut, sweeps)).toThrow('var + eps is 0 in channels 0, 1')
    }
  })
})

describe('a fault in a sweep is seen by the comparison with the table:', () => {
  const batch = { ...ordinary(6, 4), x: ordinary(6, 4).x.map((v) => 1e8 + v) }
  const expected = byTable(batch)

  let heap: Float64Array = new Float64Array(0)
  const watched: Sweeps = {
    ...twin,
    heap(length) {
      heap = twin.heap(length)
      return heap
    },
  }
  /** Changes a slot of every column, before or after a sweep. */
  type Change = (value: number) => number
  const slot =
    (sweep: 'total' | 'centre' | 'normalise' | 'pulls' | 'retrace' | 'arrive', at: number) =>
    (when: 'before' | 'after', change: Change): Sweeps => ({
      ...watched,
      [sweep](n: number, w: number, columns: number, ...others: number[]) {
        const touch = () => {
          for (let j = 0; j < w; j++) {
            const k = slotsOf(columns, j) + at
            heap[k] = change(heap[k] as number)
          }
        }
        if (when === 'before') touch()
        ;(watched[sweep] as (...where: number[]) => void)(n, w, columns, ...others)
        if (when === 'after') touch()
      },
    })
  const off: Change = (value) => value * (1 + 2 ** -52)
  const none: Change = () => 0
  const shorter = (sweep: keyof Sweeps): Sweeps => ({
    ...watched,
    [sweep]: (n: number, ...others: number[]) =>
      (watched[sweep] as (...where: number[]) => void)(n - 1, ...others),
  })

  const FAULTS: Record<string, Sweeps> = {
    'the last example left out of the mean': shorter('total'),
    'the last example left out of the variance': shorter('centre'),
    'the last example left out of out': shorter('normalise'),
    'the last example left out of dgamma': shorter('pulls'),
    'the last example left out of dmu': shorter('retrace'),
    'the last example left out of dx': shorter('arrive'),
    'the mean an ulp off': slot('total', SLOTS.SUM)('after', off),
    'a mean of 16 digits': slot('centre', SLOTS.MINUS_MU + LO)('before', none),
    'a variance an ulp off': slot('centre', SLOTS.SUM)('after', off),
    'an ivar of 16 digits': slot('normalise', SLOTS.IVAR + LO)('before', none),
    'no beta': slot('normalise', SLOTS.BETA)('before', none),
    'a gamma an ulp off': slot('normalise', SLOTS.GAMMA)('before', off),
    'a wrong unit of sq': slot('normalise', SLOTS.UP_SQ)('before', (up) => 2 * up),
    'dgamma an ulp off': slot('pulls', SLOTS.DGAMMA)('after', off),
    'divar an ulp off': slot('pulls', SLOTS.DIVAR)('after', off),
    'dsq not doubled': slot('retrace', SLOTS.TWICE_DSQ)('before', (twice) => twice / 2),
    'dmu an ulp off': slot('retrace', SLOTS.SUM)('after', off),
    'no dx2': slot('arrive', SLOTS.DX2)('before', none),
    'a wrong unit of dx': slot('arrive', SLOTS.UP_DX)('before', (up) => up / 2),
  }
  test('none, when there is none', () => {
    expect(differences(fused(batch, watched), expected)).toEqual([])
  })
  for (const [title, sweeps] of Object.entries(FAULTS)) {
    test(title, () => {
      expect(differences(fused(batch, sweeps), expected)).not.toEqual([])
    })
  }
})
