import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WarningCode } from '../../../src/core/warnings.ts'
import { type Batch, batches, even } from '../../support/batches.ts'
import { exactForward } from '../../support/exact.ts'
import * as S from '../../support/surd.ts'
import { check, ORDINARY } from './check.ts'

const codes = (batch: Batch, how = {}): WarningCode[] =>
  check(batch, how).warnings.map(({ code }) => code)
const everywhere = (batch: Batch, value: number) => batch.dout.map(() => value)

/** dout as 3 + 2 * xhat, to the last digit. */
function inSpan(batch: Batch): number[] {
  return exactForward(batch).xhat.map(({ value }) => 3 + 2 * S.round(value))
}

describe('a check that could not fail says so, and proves nothing:', () => {
  const CASES: Record<string, [WarningCode, Batch]> = {
    'a dout of zeros': ['dout-zero', { ...ORDINARY, dout: everywhere(ORDINARY, 0) }],
    'a dout of ones': ['dout-in-span', { ...ORDINARY, dout: everywhere(ORDINARY, 1) }],
    'a dout in the span of 1 and xhat': ['dout-in-span', { ...ORDINARY, dout: inSpan(ORDINARY) }],
    'a gamma of zeros': ['dout-in-span', { ...ORDINARY, gamma: ORDINARY.gamma.map(() => 0) }],
    'two examples': [
      'two-values',
      { ...ORDINARY, x: ORDINARY.x.slice(0, 10), dout: ORDINARY.dout.slice(0, 10) },
    ],
    'one example': [
      'single-value',
      { ...ORDINARY, x: ORDINARY.x.slice(0, 5), dout: ORDINARY.dout.slice(0, 5) },
    ],
  }
  for (const [title, [code, batch]] of Object.entries(CASES)) {
    test(`${title} warns ${code}`, () => {
      const { verdict, gradients, warnings } = check(batch)
      expect(warnings.map((each) => each.code)).toEqual([code])
      expect(verdict).toBe('inconclusive')
      expect(gradients.dx?.verdict).toBe('inconclusive')
      expect(gradients.dx?.failing).toBe(0)
    })
  }

  test('but a wrong gradient fails there as everywhere', () => {
    for (const [code, batch] of Object.values(CASES)) {
      const { n, d } = check(batch).numeric.dx as { n: number; d: number }
      const claimed = { dx: { n, d, data: new Float64Array(n * d).fill(0.1) } }
      expect(check(batch, { claimed }).verdict, code).toBe('failed')
    }
  })

  test('but two examples with an eps that counts have a dx, and it is judged', () => {
    const batch = { x: [0, 1], gamma: [2], beta: [0], eps: 0.5, dout: [1, 3] }
    const { verdict, gradients, numeric, warnings } = check(batch)
    expect(numeric.dx?.data[0]).toBeCloseTo(-2 / 0.75 ** 1.5 / 2, 12)
    expect(verdict).toBe('passed')
    expect(gradients.dx?.detectable).toBeLessThan(1e-12)
    expect(warnings.map(({ code }) => code)).toEqual(['two-values'])
  })

  test('a constant channel, whose dgamma is 0, is named', () => {
    const x = ORDINARY.x.map((v, k) => (k % 5 === 2 ? 7 : v))
    const { warnings, verdict } = check({ ...ORDINARY, x })
    expect(warnings).toEqual([expect.objectContaining({ code: 'constant-channel' })])
    expect(warnings[0]?.detail).toContain('(channel 2)')
    expect(verdict).toBe('passed')
    const constant = { ...ORDINARY, x: x.map((_, k) => x[k % 5] as number) }
    expect(check(constant).verdict).toBe('inconclusive')
    expect(codes(constant)).toEqual(['constant-channel'])
  })

  test('a tolerance as wide as the gradient is', () => {
    expect(codes(ORDINARY, { atol: 10 })).toEqual(['tolerance-too-wide'])
    expect(codes(ORDINARY, { atol: 1e-3 })).toEqual([])
  })

  test('when dx is not judged, two examples prove something', () => {
    const [, batch] = CASES['two examples'] as [WarningCode, Batch]
    const { numeric } = check(batch)
    const { dgamma, dbeta } = numeric
    expect(check(batch, { claimed: { dgamma, dbeta } }).verdict).toBe('passed')
  })
})

describe('what is merely easy to miss is a warning, and the verdict stands:', () => {
  test('a gamma of ones', () => {
    const report = check({ ...ORDINARY, gamma: ORDINARY.gamma.map(() => 1) })
    expect(report.warnings.map(({ code }) => code)).toEqual(['gamma-ones'])
    expect(report.verdict).toBe('passed')
  })

  test('as many examples as channels', () => {
    const square = { ...ORDINARY, x: ORDINARY.x.slice(0, 16), dout: ORDINARY.dout.slice(0, 16) }
    const { gamma, beta } = ORDINARY
    expect(codes({ ...square, gamma: gamma.slice(0, 4), beta: beta.slice(0, 4) })).toEqual([
      'square-batch',
    ])
  })

  test('a dout in the span of 1 and xhat in one channel, which is named', () => {
    const dout = ORDINARY.dout.map((v, k) => (k % 5 === 3 ? 0.7 : v))
    const { warnings, verdict } = check({ ...ORDINARY, dout })
    expect(warnings).toEqual([expect.objectContaining({ code: 'dout-in-span' })])
    expect(warnings[0]?.detail).toContain('(channel 3)')
    expect(verdict).toBe('passed')
  })

  test('a method whose noise is above the tolerance', () => {
    expect(codes(ORDINARY, { precision: 'float64' })).toEqual(['noisy-method'])
  })

  test('probes without a sign, which hide most of dx', () => {
    expect(codes(ORDINARY, { preset: 'torch-fast' })).toEqual(['unsigned-probes'])
  })
})

test('in evaluation nothing is hidden by dout, nor by N', () => {
  const running = { mean: [1, 2, 3, 4, 5], var: [1, 2, 3, 4, 5] }
  for (const n of [1, 2, 4]) {
    const batch = {
      ...ORDINARY,
      running,
      x: ORDINARY.x.slice(0, 5 * n),
      dout: everywhere(ORDINARY, 1).slice(0, 5 * n),
    }
    const { verdict, warnings } = check(batch)
    expect({ verdict, warnings }).toEqual({ verdict: 'passed', warnings: [] })
  }
})

test('ordinary inputs are not suspected', () => {
  const batch = batches({ n: [4, 9], d: [2, 3], gamma: even.map((v) => v + 5) })
  fc.assert(
    fc.property(batch, (batch) => {
      fc.pre(new Set(batch.dout).size > 3 && new Set(batch.x).size > 3)
      expect(codes(batch)).toEqual([])
    }),
  )
})
