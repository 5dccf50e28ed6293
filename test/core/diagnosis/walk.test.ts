import { describe, expect, test } from 'vitest'
import { DOUBLE } from '../../../src/core/diagnosis/closeness.ts'
import { groundOf } from '../../../src/core/diagnosis/ground.ts'
import { layerOf } from '../../../src/core/diagnosis/layer.ts'
import type { LineName } from '../../../src/core/diagnosis/lines.ts'
import { MISTAKES } from '../../../src/core/diagnosis/mistakes.ts'
import { referenceOf } from '../../../src/core/diagnosis/reference.ts'
import type { Submission } from '../../../src/core/diagnosis/submission.ts'
import { walk } from '../../../src/core/diagnosis/walk.ts'
import { type Matrix, matrix } from '../../../src/core/matrix.ts'
import { faulty, only, telling } from './faulty.ts'

const FINAL: readonly LineName[] = ['out', 'next_mean', 'next_var', 'dx', 'dgamma', 'dbeta']

function walked(given: ReturnType<typeof telling>, submission: Submission) {
  return walk(groundOf(referenceOf(given), submission, { roundoff: DOUBLE }))
}

const wrongIn = ({ findings }: ReturnType<typeof walked>) =>
  findings.filter(({ judgement }) => judgement === 'wrong' || judgement === 'shape')

describe('code without a mistake is right in every line', () => {
  for (const mode of ['train', 'eval'] as const) {
    for (const images of [false, true]) {
      test(`in mode ${mode}, ${images ? 'images' : 'rows'}`, () => {
        for (let seed = 1; seed <= 50; seed++) {
          const given = telling(seed, { mode, images })
          const { findings } = walked(given, faulty(given, {}))
          expect(findings.map(({ judgement }) => judgement)).toEqual(findings.map(() => 'correct'))
        }
      })
    }
  }
})

/** The layer as somebody else writes it: per channel, in plain float64, dx in the closed form. */
function anotherLayer({ x, gamma, beta, eps, dout }: ReturnType<typeof telling>): Submission {
  const { n, d } = x
  const names = ['mu', 'var', 'xhat', 'out', 'dx', 'dgamma', 'dbeta'] as const
  const made = new Map(
    names.map((name) => {
      const rows = name === 'xhat' || name === 'out' || name === 'dx' ? n : 1
      return [name, { value: matrix(rows, d) }] as const
    }),
  )
  const of = (name: (typeof names)[number]) => made.get(name)?.value.data as Float64Array
  for (let j = 0; j < d; j++) {
    const column = ({ data }: { data: Float64Array }) =>
      Array.from({ length: n }, (_, i) => data[i * d + j] as number)
    const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0)
    const [values, pulls, g] = [column(x), column(dout as Matrix), gamma.data[j] as number]
    const mu = sum(values) / n
    const variance = sum(values.map((v) => (v - mu) ** 2)) / n
    const deviation = Math.sqrt(variance + eps)
    const xhat = values.map((v) => (v - mu) / deviation)
    const [dbeta, dgamma] = [sum(pulls), sum(pulls.map((v, i) => v * (xhat[i] as number)))]
    of('mu')[j] = mu
    of('var')[j] = variance
    of('dbeta')[j] = dbeta
    of('dgamma')[j] = dgamma
    for (const [i, h] of xhat.entries()) {
      of('xhat')[i * d + j] = h
      of('out')[i * d + j] = g * h + (beta.data[j] as number)
      of('dx')[i * d + j] = (g / deviation / n) * (n * (pulls[i] as number) - dbeta - h * dgamma)
    }
  }
  return made
}

test('a right layer of somebody else is never accused, however ill the inputs are conditioned', () => {
  for (let seed = 1; seed <= 200; seed++) {
    for (const [shift, scale, eps] of [
      [0, 1, 0.5],
      [1e3, 1e-3, 1e-5],
      [1e6, 1, 1e-5],
      [1e8, 1e4, 0.5],
      [1e8, 1e-3, 1e-5],
    ] as const) {
      const given = telling(seed)
      const x = { ...given.x, data: given.x.data.map((v) => v * scale + shift) }
      const inputs = { ...given, x, eps }
      expect(wrongIn(walked(inputs, anotherLayer(inputs)))).toEqual([])
    }
  }
})

/** A mistake after which the last values are right all the same. */
const HEALED = new Set(['square-with-x'])

describe('a mistake is found where it was made, from all values and from the last ones alone:', () => {
  for (const { id, changes, tries, mode, needs } of MISTAKES) {
    for (const [way, change] of changes.entries()) {
      test(`${id}, way ${way + 1}`, () => {
        // Of the two estimators one is right, and which one depends on the inputs.
        const seeds =
          id === 'other-estimator-stored'
            ? [
                [1, 3, 5],
                [2, 4, 6],
              ][way]
            : [1, 2, 3]
        for (const seed of seeds ?? []) {
          const given = telling(seed, { mode: mode ?? 'train', images: needs === 'images' })
          const submission = faulty(given, change, tries?.[0])
          const first = layerOf(given, false).lines.find(({ name }) => change[name] !== undefined)
          const [found] = wrongIn(walked(given, submission))
          expect(found?.line.name).toBe(first?.name)
          expect(idsOf(found)).toContain(id)

          const last = wrongIn(walked(given, only(submission, FINAL)))
          if (HEALED.has(id)) expect(last).toEqual([])
          else expect(last.flatMap(idsOf)).toContain(id)
        }
      })
    }
  }
})

describe('two mistakes at once are both found, from all values:', () => {
  const pairs: [string, string][] = [
    ['unbiased-variance', 'dbeta-averaged'],
    ['centre-backwards', 'gamma-missing'],
    ['eps-left-out', 'square-without-two'],
    ['beta-forgotten', 'dx2-not-divided'],
    ['no-root', 'dgamma-with-x'],
    ['divar-with-xhat', 'dmu-without-minus'],
    ['momentum-swapped', 'dsq-not-divided'],
  ]
  test.each(pairs)('%s and %s', (...ids) => {
    const given = telling(4)
    const both = Object.assign(
      {},
      ...ids.map((id) => MISTAKES.find((each) => each.id === id)?.changes[0]),
    )
    const found = wrongIn(walked(given, faulty(given, both))).flatMap(idsOf)
    for (const id of ids) expect(found).toContain(id)
  })
})

function idsOf(finding: ReturnType<typeof wrongIn>[number] | undefined): string[] {
  return (finding?.explained ?? []).flatMap(({ hypotheses }) =>
    hypotheses.map(({ mistake }) => mistake.id),
  )
}
