import { describe, expect, test } from 'vitest'
import { inputsOf } from '../../src/core/circuit.ts'
import { BACKWARD } from '../../src/core/graph.ts'
import { sumOf } from '../../src/core/sums.ts'

/** The sentences follow from shapes and uses; the formulas say independently whether they are true. */
describe('what is said of the sum in a gradient', () => {
  for (const value of BACKWARD) {
    const { name, formula, shape } = value
    const said = sumOf(name)

    test(`${name} = ${formula}: ${said}`, () => {
      expect(said.includes('the sum over the N examples')).toBe(formula.includes('sum('))
      expect(said.includes('each gets 1 / N')).toBe(formula.endsWith(' / N'))
      expect(said.includes('add up.')).toBe(/^\w+ \+ \w+$/.test(formula))
      if (said.includes('add up.')) expect(said).toContain(inputsOf(value).join(' and '))
      if (said.includes('Each example has its own')) expect(shape).toBe('(N,D)')
      if (said.includes('One number per channel is made of one')) expect(shape).toBe('(D)')
    })
  }

  test('why a mean is shared out, and why a parameter is summed', () => {
    expect(sumOf('dsq')).toBe(
      'Each example had a share of 1 / N in var, so each gets 1 / N of its gradient.',
    )
    expect(sumOf('dgamma')).toBe(
      'gamma is one number per channel and was used for all N examples, so its gradients are added up over them: the sum over the N examples.',
    )
    expect(sumOf('dx')).toBe('x was used for xmu and for mu, so its gradients dx1 and dx2 add up.')
  })
})
