import { describe, expect, test } from 'vitest'
import { gradientCheck } from '../../routes/gradient-check.ts'
import inputs from '../fixtures/cs231n/inputs.json' with { type: 'json' }
import { post, postBackward, postForward } from '../support/client.ts'

const NAMES = ['dx', 'dgamma', 'dbeta'] as const

type Answer = { readonly passed: boolean; readonly verdict: string } & Readonly<
  Record<(typeof NAMES)[number], { readonly maxRelError: number; readonly failing: number }>
>

/** Each gradient cell with the largest error its comment tells the reader to expect, and the one printed for dx. */
const CELLS = {
  'cell 10 of BatchNormalization.ipynb': {
    cell: inputs.backward,
    largest: 1e-8,
    printed: 1.6674604875341426e-9,
  },
  'cell 45 of ConvolutionalNetworks.ipynb': {
    cell: inputs.spatialBackward,
    largest: 1e-6,
    printed: 3.08e-7,
  },
}

describe("the gradient check with CS231n's settings", () => {
  for (const [title, { cell, largest, printed }] of Object.entries(CELLS)) {
    const { dout, ...layer } = cell
    const right = () => {
      const { dx, dgamma, dbeta } = postBackward({ dout, cache: postForward(layer).cache })
      return { dx, dgamma, dbeta }
    }
    const check = (claimed: object, settings: object = {}) =>
      post(gradientCheck, { ...cell, claimed, preset: 'cs231n', ...settings }) as Answer

    test(`passes the gradients of ${title} within the range that it states`, () => {
      const answer = check(right(), { rtol: largest })
      for (const name of NAMES) expect(answer[name].maxRelError, name).toBeLessThan(largest)
      expect(answer).toMatchObject({ passed: true, verdict: 'passed' })
    })

    test(`finds the error of dx that ${title} prints`, () => {
      // Mostly noise of float64: only a forward pass that rounds as NumPy's does comes near it.
      const { maxRelError } = check(right()).dx
      expect(Math.abs(maxRelError / printed - 1)).toBeLessThan(0.01)
    })

    test(`fails ${title} when gamma is left out of dx`, () => {
      const { gamma: _, ...plain } = layer
      const { dx } = postBackward({ dout, cache: postForward(plain).cache })
      const answer = check({ ...right(), dx }, { rtol: largest })
      expect(answer).toMatchObject({ passed: false, verdict: 'failed' })
      expect(answer.dx.failing).toBeGreaterThan(0)
    })
  }

  test('passes the right gradients of both cells with no word about tolerance', () => {
    for (const { cell } of Object.values(CELLS)) {
      const { verdict } = post(gradientCheck, { ...cell, preset: 'cs231n' }) as Answer
      expect(verdict).toBe('passed')
    }
  })
})
