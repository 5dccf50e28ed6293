import { describe, expect, test } from 'vitest'
import { discriminating } from '../../../src/core/inputs/discriminating.ts'
import { hidden } from '../../../src/core/inputs/hidden.ts'
import type { Inputs } from '../../../src/core/inputs/inputs.ts'
import { ALWAYS, alike, LAST, margins, type Setting, unexplained } from './alike.ts'

function expectApart(setting: Setting, seeds: readonly number[]): void {
  for (const seed of seeds) {
    const { all, last } = alike(seed, setting)
    expect(unexplained(all, setting.mode, ALWAYS)).toEqual([])
    expect(unexplained(last, setting.mode, [...ALWAYS, ...LAST])).toEqual([])
  }
}

const ROWS = { count: 9, pixels: 1, d: 4 }
const IMAGES = { count: 3, pixels: 4, d: 4 }

describe('every two mistakes are told apart, in all ways they are made, but for those that never are:', () => {
  for (const mode of ['train', 'eval'] as const) {
    for (const [title, sizes] of Object.entries({ rows: ROWS, images: IMAGES })) {
      test(`${title}, mode ${mode}`, () => expectApart({ ...sizes, mode }, [1, 2, 3, 4, 231]))
    }
    test(`any N from 3 and any D from 2, even or odd, mode ${mode}`, () => {
      for (const [count, d] of [
        [3, 2],
        [4, 3],
        [5, 5],
        [6, 4],
        [8, 3],
        [16, 5],
        [33, 12],
      ] as const) {
        expectApart({ mode, count, pixels: 1, d }, [1, 2])
      }
    })
    test(`an eps that nobody writes by hand, however small, mode ${mode}`, () => {
      for (const eps of [2, 0.03, 3e-5, 3e-8]) expectApart({ ...ROWS, mode, eps }, [1, 2])
    })
  }

  test('and what shows at all moves some last value by 5e-4 of its largest element: float32 is enough to see it', () => {
    for (const mode of ['train', 'eval'] as const) {
      const silent = [...ALWAYS, ...LAST].filter(
        ([, where, ids]) =>
          where !== (mode === 'train' ? 'eval' : 'train') && ids.includes('right'),
      )
      for (let seed = 0; seed < 50; seed++) {
        const least = margins(seed, { ...ROWS, mode })
          .filter(({ id }) => !silent.some(([, , ids]) => ids.includes(id)))
          .toSorted((a, b) => a.margin - b.margin)[0]
        expect(least?.margin, least?.id).toBeGreaterThan(5e-4)
      }
    }
  })

  test('of the groups of those that never are, every one is needed', () => {
    for (const mode of ['train', 'eval'] as const) {
      const found = [1, 2].map((seed) => alike(seed, { ...ROWS, mode }))
      for (const [groups, pairs] of [
        [ALWAYS, found.flatMap(({ all }) => all)],
        [LAST, found.flatMap(({ last }) => last)],
      ] as const) {
        for (const [why, where, ids] of groups) {
          if (where !== mode && where !== 'both') continue
          const present = ids.filter((id) =>
            pairs.some((pair) => pair.every((each) => ids.includes(each)) && pair.includes(id)),
          )
          expect(present, why).toEqual(ids)
        }
      }
    }
  })
})

describe('weaker inputs would hide mistakes:', () => {
  const filled = (value: number) => (vector: { data: Float64Array }) => vector.data.fill(value)
  /** The same inputs with one virtue less, and two ways that then look alike. */
  const weaker: [title: string, weaken: (inputs: Inputs) => void, pair: string, eps?: number][] = [
    ['a gamma of ones', ({ gamma }) => filled(1)(gamma), 'right = gamma-missing'],
    ['a beta of zeros', ({ beta }) => filled(0)(beta), 'right = beta-forgotten'],
    ['a dout of ones', ({ dout }) => dout.fill(1), 'right = variance-branch-dropped'],
    ['means of 0', ({ x }) => centre(x, 4), 'right = x-not-centred'],
    [
      'running statistics of 0 and 1',
      ({ running }) => {
        filled(0)(running.mean)
        filled(1)(running.var)
      },
      'right = start-ignored',
    ],
    ['an eps that people write by hand', () => {}, 'right = eps-of-its-own', 1e-5],
    ['no eps', () => {}, 'right = eps-left-out', 0],
    [
      'deviations of 1',
      ({ x }) => {
        centre(x, 4)
        scale(x, 4)
      },
      'right = divar-with-xhat',
      0,
    ],
  ]
  test.each(weaker)('%s', (_, weaken, pair, eps = 0.5) => {
    const { last } = alike(2, { ...ROWS, mode: 'train', eps }, (inputs) => {
      weaken(inputs)
      return inputs
    })
    expect(unexplained(last, 'train', [...ALWAYS, ...LAST])).toContain(pair)
  })

  /** Takes the mean off every channel of a matrix. */
  function centre(x: Float64Array, d: number): void {
    for (let j = 0; j < d; j++) {
      const column = x.filter((_, i) => i % d === j)
      const mean = column.reduce((sum, each) => sum + each, 0) / column.length
      for (let i = j; i < x.length; i += d) x[i] = (x[i] as number) - mean
    }
  }

  /** Gives every channel of a centred matrix the deviation 1. */
  function scale(x: Float64Array, d: number): void {
    for (let j = 0; j < d; j++) {
      const column = x.filter((_, i) => i % d === j)
      const square = column.reduce((sum, each) => sum + each * each, 0) / column.length
      for (let i = j; i < x.length; i += d) x[i] = (x[i] as number) / Math.sqrt(square)
    }
  }
})

describe('a shape that hides mistakes is told, with what it hides:', () => {
  const codes = (setting: Parameters<typeof hidden>[0]) => hidden(setting).map(({ code }) => code)
  const usual = { n: 9, d: 4, images: 9, eps: 0.5, mode: 'train' } as const
  type Row = [change: object, code: string, pair: string, setting: Partial<Setting>]
  // biome-ignore format: a table is read in columns
  test.each<Row>([
    [{ n: 2, images: 2 },              'two-values',     'root-without-half = dsq-not-divided', { count: 2 }],
    [{ n: 1, images: 1 },              'single-value',   'right = centre-backwards', { count: 1 }],
    [{ n: 1, images: 1, mode: 'eval' },'single-example', 'right = dbeta-averaged', { count: 1, mode: 'eval' }],
    [{ d: 1 },                         'single-channel', 'right = mean-of-everything', { d: 1 }],
    [{ images: 1 },                    'single-image',   'mean-not-divided = images-counted-instead-of-values', { count: 1, pixels: 9 }],
    [{ eps: 1e-5 },                    'usual-eps',      'right = eps-of-its-own', { eps: 1e-5 }],
    [{ eps: 0 },                       'usual-eps',      'right = eps-left-out', { eps: 0 }],
  ])('%o: %s', (change, code, pair, setting) => {
    expect(codes({ ...usual, ...change })).toContain(code)
    const whole = { ...ROWS, mode: 'train' as const, ...setting }
    const pairs = [2, 4, 6].flatMap((seed) => alike(seed, whole).last)
    expect(unexplained(pairs, whole.mode, [...ALWAYS, ...LAST])).toContain(pair)
  })

  test('where N equals D the wrong axis has the right shape', () => {
    expect(codes({ ...usual, d: 9 })).toEqual(['square-batch'])
  })

  test('and a good one is passed in silence', () => {
    for (const mode of ['train', 'eval'] as const) expect(codes({ ...usual, mode })).toEqual([])
    expect(codes({ ...usual, n: 12, images: 3 })).toEqual([])
  })
})

describe('the inputs that tell mistakes apart', () => {
  const channel = (data: Float64Array, d: number, j: number) =>
    [...data].filter((_, i) => i % d === j)

  test('have deviations far apart in their channels, none of them near 1, and means off 0', () => {
    for (let seed = 0; seed < 50; seed++) {
      const { x } = discriminating(seed, { n: 9, d: 5, inner: 1 })
      const deviations = [0, 1, 2, 3, 4].map((j) => {
        const values = channel(x, 5, j)
        const mean = values.reduce((sum, each) => sum + each, 0) / 9
        expect(Math.abs(mean)).toBeGreaterThan(1)
        return Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 9)
      })
      for (const [k, nominal] of [0.5, 1.7, 3, 6, 2.3].entries()) {
        expect(Math.abs((deviations[k] as number) / nominal - 1)).toBeLessThan(0.0501)
      }
    }
  })

  test('have no gamma near 0 or 1, both signs of it, no beta near 0, and both signs of dout in every channel', () => {
    for (let seed = 0; seed < 50; seed++) {
      const { gamma, beta, dout } = discriminating(seed, { n: 3, d: 7, inner: 1 })
      expect(gamma.data.every((each) => Math.abs(each) > 1.1)).toBe(true)
      expect(new Set(gamma.data.map(Math.sign)).size).toBe(2)
      expect(beta.data.every((each) => Math.abs(each) > 0.09 && Math.abs(each) !== 1)).toBe(true)
      for (let j = 0; j < 7; j++) {
        expect(new Set(channel(dout, 7, j).map(Math.sign)).size).toBe(2)
      }
    }
  })

  test('lie in images as in rows, channel by channel', () => {
    const { x } = discriminating(5, { n: 12, d: 3, inner: 4 })
    for (let j = 0; j < 3; j++) {
      const values = [...x].filter((_, i) => Math.floor(i / 4) % 3 === j)
      const mean = values.reduce((sum, each) => sum + each, 0) / 12
      expect(Math.abs(mean - [2, -3, 5][j])).toBeLessThan(0.5001)
    }
  })
})
