import { type Conditioned, exactly } from '../../../src/core/arithmetics/conditioned.ts'
import { DOUBLE, deviation } from '../../../src/core/diagnosis/closeness.ts'
import { type Layer, layerOf, runLine } from '../../../src/core/diagnosis/layer.ts'
import type { LineName } from '../../../src/core/diagnosis/lines.ts'
import type { Changes } from '../../../src/core/diagnosis/mistake.ts'
import { MISTAKES } from '../../../src/core/diagnosis/mistakes.ts'
import type { Mode } from '../../../src/core/graph.ts'
import { discriminating, TELLING_EPS } from '../../../src/core/inputs/discriminating.ts'
import type { Inputs } from '../../../src/core/inputs/inputs.ts'
import { matrix, scalar } from '../../../src/core/matrix.ts'

const FINAL: readonly LineName[] = ['out', 'next_mean', 'next_var', 'dx', 'dgamma', 'dbeta']

/** Mistakes that no inputs tell apart, whatever is submitted, and why. */
export const ALWAYS: readonly [why: string, mode: Mode | 'both', ids: readonly string[]][] = [
  ['0.5 * ivar * divar either way', 'both', ['root-multiplied', 'power-of-minus-half']],
  ['one of the two estimators is the right one', 'train', ['right', 'other-estimator-stored']],
]

/** Mistakes that the last values alone never tell apart, and why. */
export const LAST: readonly (typeof ALWAYS)[number][] = [
  [
    'the term of the variance is over the root',
    'train',
    ['divar-with-xhat', 'power-of-minus-two', 'square-with-xhat'],
  ],
  [
    'it is times the root, squared',
    'train',
    ['root-multiplied', 'power-of-minus-half', 'closed-form-with-xmu'],
  ],
  [
    'it has the other sign',
    'train',
    ['inverse-without-minus', 'variance-branch-negated', 'closed-form-sign'],
  ],
  ['the term of the mean has the other sign', 'train', ['dmu-without-minus', 'dx2-subtracted']],
  [
    'mean and variance hand nothing back',
    'train',
    ['one-over-n-is-zero', 'statistics-as-constants'],
  ],
  [
    'x and xmu differ by a constant, and the mean takes it off',
    'train',
    ['right', 'square-with-x', 'other-estimator-stored'],
  ],
  [
    'in evaluation nothing passes through the variance',
    'eval',
    [
      'right',
      'divar-with-xhat',
      'divar-with-x',
      'divar-not-summed',
      'divar-averaged',
      'inverse-not-squared',
      'inverse-without-eps',
      'root-without-half',
      'root-multiplied',
      'power-of-minus-half',
      'root-without-eps',
      'power-of-minus-two',
    ],
  ],
]

/** A layer to try mistakes on: so many images of so many pixels, or as many rows. */
export interface Setting {
  readonly mode: Mode
  readonly count: number
  readonly pixels: number
  readonly d: number
  readonly eps?: number
}

const unchanged = (inputs: Inputs) => inputs

/** What every way to compute a layer comes to on these inputs, the right one first. */
function computed(seed: number, setting: Setting, change = unchanged) {
  const { mode, count, pixels, d, eps = TELLING_EPS } = setting
  const n = count * pixels
  const inputs = change(discriminating(seed, { n, d, inner: 1 }))
  const { x, dout, gamma, beta, running } = inputs
  const layer = layerOf(
    {
      ...{ x: matrix(n, d, x), dout: matrix(n, d, dout), gamma, beta, eps, mode },
      statistics: running,
      kept: { ...running, keep: 0.83, bessel: seed % 2 === 0 ? 1 : n / (n - 1) },
      images: { count, inner: pixels },
    },
    false,
  )
  const made = ways(mode, layer).map(({ id, changes, k }) => {
    const values = new Map<LineName, Conditioned>()
    const constants = k === undefined ? undefined : new Map([['k', exactly(scalar(k))]])
    for (const line of layer.lines) {
      values.set(
        line.name,
        runLine(layer, line, changes[line.name] ?? line.formula, values, constants),
      )
    }
    return { id, values }
  })
  return { made, names: layer.lines.map(({ name }) => name) }
}

/** Two ways to compute a layer that these inputs don't tell apart: from all values, and from the last alone. */
export function alike(seed: number, setting: Setting, change = unchanged) {
  const { made, names } = computed(seed, setting, change)
  const pairs = (known: readonly LineName[]) =>
    made.flatMap((one, i) =>
      made
        .slice(0, i)
        .filter((other) => other.id !== one.id && same(one.values, other.values, known))
        .map((other) => [other.id, one.id] as const),
    )
  return { all: pairs(names), last: pairs(names.filter((name) => FINAL.includes(name))) }
}

/** How far every mistake moves some last value, as a part of its largest element; 1 for another shape. */
export function margins(seed: number, setting: Setting): { id: string; margin: number }[] {
  const { made, names } = computed(seed, setting)
  const [right, ...mistakes] = made
  const last = names.filter((name) => FINAL.includes(name))
  return mistakes.map(({ id, values }) => {
    const moved = last.map((name) => {
      const [found, truth] = [values.get(name), right?.values.get(name)]
      if (found?.n !== truth?.n || found?.d !== truth?.d) return 1
      const expected = truth?.data ?? []
      const off = expected.map((value, k) => Math.abs(value - (found?.data[k] as number)))
      return Math.max(...off) / Math.max(...expected.map(Math.abs))
    })
    return { id, margin: Math.max(...moved) }
  })
}

/** The right layer, and every mistake in every way and with every constant. */
function ways(mode: Mode, { images, shape: { n, d } }: Layer) {
  const possible = MISTAKES.filter(
    (each) =>
      (each.mode ?? mode) === mode &&
      (each.needs !== 'images' || images) &&
      // With as many channels as examples their number is right, with one less it makes the unbiased variance.
      (each.id !== 'channels-counted-instead-of-examples' || (d !== n && d !== n - 1)),
  )
  const made = possible.flatMap(({ id, changes, tries }) =>
    changes.flatMap((change) => (tries ?? [undefined]).map((k) => ({ id, changes: change, k }))),
  )
  return [{ id: 'right', changes: {} as Changes, k: undefined }, ...made]
}

type Values = ReadonlyMap<LineName, Conditioned>

function same(a: Values, b: Values, names: readonly LineName[]): boolean {
  return names.every((name) => {
    const [x, y] = [a.get(name) as Conditioned, b.get(name) as Conditioned]
    return (
      Math.min(deviation(x, y, { roundoff: DOUBLE }), deviation(y, x, { roundoff: DOUBLE })) <= 1
    )
  })
}

/** The pairs that no group explains, each once. */
export function unexplained(
  pairs: readonly (readonly [string, string])[],
  mode: Mode,
  groups: typeof ALWAYS,
) {
  const known = groups.filter(([, where]) => where === mode || where === 'both')
  const left = pairs.filter(
    (pair) => !known.some(([, , ids]) => pair.every((id) => ids.includes(id))),
  )
  return [...new Set(left.map((pair) => pair.join(' = ')))]
}
