import { describe, expect, test } from 'vitest'
import { DOUBLE } from '../../../src/core/diagnosis/closeness.ts'
import { groundOf } from '../../../src/core/diagnosis/ground.ts'
import { referenceOf } from '../../../src/core/diagnosis/reference.ts'
import type { Submission } from '../../../src/core/diagnosis/submission.ts'
import { walk } from '../../../src/core/diagnosis/walk.ts'
import { type Matrix, matrix } from '../../../src/core/matrix.ts'
import { faulty, telling } from './faulty.ts'

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
          const given = telling(seed, { mode, size: images ? [3, 4, 5] : [9, 1, 4] })
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
