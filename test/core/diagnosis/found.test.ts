import { describe, expect, test } from 'vitest'
import { FINAL } from '../../../src/core/diagnosis/hidden.ts'
import { layerOf } from '../../../src/core/diagnosis/layer.ts'
import type { Changes, Mistake } from '../../../src/core/diagnosis/mistake.ts'
import { MISTAKES } from '../../../src/core/diagnosis/mistakes.ts'
import { referenceOf } from '../../../src/core/diagnosis/reference.ts'
import { type Diagnosis, diagnose } from '../../../src/core/diagnosis.ts'
import { faulty, only, type Size, telling } from './faulty.ts'

/** Inputs that differ in everything: dense and spatial, of different sizes, with either estimator; the widest are looked at a few channels at a time. */
const DENSE: readonly [seed: number, size: Size][] = [
  [1, [9, 1, 4]],
  [2, [15, 1, 3]],
  [3, [7, 1, 11]],
  [8, [70, 1, 9]],
  [10, [5, 1, 5]],
]
const SPATIAL: readonly [seed: number, size: Size][] = [
  [4, [3, 4, 5]],
  [5, [5, 3, 2]],
  [6, [2, 9, 3]],
  [9, [4, 32, 6]],
]

/** A way to make a mistake after which the last values are right all the same. */
const HEALED = new Set(['square-with-x, way 1'])

/** Of the two estimators one is right, depending on whether the seed is odd; and D is N where they are the same. */
function isRight({ id }: Mistake, way: number, seed: number, [count, pixels, d]: Size): boolean {
  if (id === 'channels-counted-instead-of-examples') return count * pixels === d
  return id === 'other-estimator-stored' && way !== (seed + 1) % 2
}

/** The ids of the causes that rank first: one, or a group that can't be told apart. */
function first({ causes: [cause], groups }: Diagnosis): readonly string[] {
  const id = cause?.hypothesis.mistake.id ?? ''
  const group = groups.find(({ alternatives }) => alternatives.flat().includes(id))
  return group ? group.alternatives.flat() : [id]
}

describe('a mistake is found in all the ways it is made:', () => {
  for (const mistake of MISTAKES) {
    const { id, changes, tries, mode = 'train', needs } = mistake
    test.each(changes.map((change, way) => [way + 1, change] as const))(
      `${id}, way %i`,
      (way, change) => {
        for (const [seed, size] of needs === 'images'
          ? SPATIAL
          : [...DENSE, ...SPATIAL.slice(0, 1)]) {
          if (isRight(mistake, way - 1, seed, size)) continue
          const given = telling(seed, { mode, size })
          const submission = faulty(given, change, tries?.[0])
          const line = layerOf(given, false).lines.find(({ name }) => change[name] !== undefined)

          const found = diagnose(referenceOf(given), submission)
          expect(found.firstWrong?.name).toBe(line?.name)
          expect(first(found)).toContain(id)

          const last = diagnose(referenceOf(given), only(submission, FINAL))
          if (HEALED.has(`${id}, way ${way}`)) expect(last.verdict).toBe('correct')
          else expect(first(last)).toContain(id)
        }
      },
    )
  }
})

/** The ways to make a mistake in training that change one line, and not another mistake's. */
const SINGLE = MISTAKES.filter(({ mode = 'train', needs }) => mode === 'train' && !needs).flatMap(
  ({ id, changes: [change] }) => {
    const lines = Object.keys(change as Changes)
    return lines.length === 1 ? [{ id, line: lines[0] as string, change: change as Changes }] : []
  },
)

/** Pairs of which the second undoes the first, is its consequence done consistently, or makes another mistake with it. */
const ONE_TOGETHER: readonly string[] = [
  'centre-backwards and inverse-without-minus',
  'centre-backwards and dmu-without-minus',
  'square-of-x and square-with-x',
  'unbiased-variance and dsq-unbiased',
  'variance-not-divided and dsq-not-divided',
  'eps-left-out and inverse-without-eps',
  'eps-left-out and root-without-eps',
  'eps-outside-the-root and root-without-eps',
  'no-root and inverse-not-squared',
  'no-root and root-multiplied',
  'beta-inside-gamma and dbeta-scaled-by-gamma',
  'gamma-forgotten and beta-forgotten',
  'gamma-forgotten and gamma-and-beta-forgotten',
  'gamma-and-beta-forgotten and dgamma-with-out',
  'dgamma-multiplied-by-the-root and closed-form-with-xmu',
  'divar-with-xhat and inverse-not-squared',
  'divar-with-xhat and power-of-minus-two',
  'divar-averaged and dsq-not-divided',
  'inverse-without-minus and closed-form-sign',
  'inverse-not-squared and square-with-xhat',
  'root-without-half and square-without-two',
  'root-multiplied and closed-form-with-xmu',
  'power-of-minus-half and closed-form-with-xmu',
  'dmu-without-minus and dx2-subtracted',
  'mean-of-everything and variance-of-everything',
  'root-multiplied-forward and dgamma-multiplied-by-the-root',
  'root-multiplied-forward and root-multiplied',
  'root-multiplied-forward and power-of-minus-half',
  'gamma-missing and closed-form-with-dout',
  'inverse-without-minus and variance-branch-negated',
  'variance-branch-negated and closed-form-sign',
]

test('any two mistakes at once are both found, from all values', () => {
  const given = telling(7)
  const reference = referenceOf(given)
  const missed: string[] = []
  let pairs = 0
  for (const [k, one] of SINGLE.entries()) {
    for (const other of SINGLE.slice(k + 1)) {
      if (one.line === other.line) continue
      pairs += 1
      const submission = faulty(given, { ...one.change, ...other.change }, 1e-3)
      const ids = diagnose(reference, submission).causes.map(
        ({ hypothesis }) => hypothesis.mistake.id,
      )
      if (!(ids.includes(one.id) && ids.includes(other.id)))
        missed.push(`${one.id} and ${other.id}`)
    }
  }
  expect(pairs).toBeGreaterThan(1000)
  expect(missed.toSorted()).toEqual(ONE_TOGETHER.toSorted())
})

test('the factors of dx in the form of the paper are found, which keeps dvar and dmu and nothing after them', () => {
  const kept = [
    'mu',
    'var',
    'xhat',
    'out',
    'dxhat',
    'dvar',
    'dmu',
    'dx',
    'dgamma',
    'dbeta',
  ] as const
  const made = {
    'dsq-not-divided': { dsq: 'dvar', dmu: '-sum(dxmu1)' },
    'square-without-two': { dxmu2: 'xmu * dsq', dmu: '-sum(dxmu1)' },
    'square-with-x': { dxmu2: '2 * x * dsq', dmu: '-sum(dxmu1)' },
    'variance-branch-dropped': { dx1: 'dxmu1', dmu: '-sum(dxmu1)' },
  }
  const given = telling(11)
  for (const [id, change] of Object.entries(made)) {
    const found = diagnose(referenceOf(given), only(faulty(given, change), kept))
    expect(found.firstWrong?.name).toBe('dx')
    expect(first(found)).toEqual([id])
  }
})

test('two mistakes that cancel each other out are no explanation for a dx of next to nothing', () => {
  const given = telling(12)
  const submission = faulty(given, { dgammax: '0 * dout + 1' })
  const found = diagnose(referenceOf(given), only(submission, FINAL))
  expect(found.causes).toEqual([])
})

test('a mistake that would show in a later value too is not named where that value is right', () => {
  const given = telling(13, { mode: 'eval' })
  const found = diagnose(referenceOf(given), faulty(given, { mu: 'sum(x) / N' }))
  expect(first(found)).toEqual(['batch-mean-in-evaluation'])
})

test('of what can not be told apart, what hardly anybody does any more is named last', () => {
  const given = telling(14)
  const submission = only(faulty(given, { dx: 'dxhat * ivar' }), FINAL)
  expect(first(diagnose(referenceOf(given), submission))).toEqual([
    'statistics-as-constants',
    'one-over-n-is-zero',
  ])
})
