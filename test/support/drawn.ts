import type { FigureVerdict } from '../../src/core/figure.ts'
import { BACKWARD, FORWARD, INPUTS } from '../../src/core/graph.ts'

/** What to draw into the circuit. */

const VALUES = [...INPUTS, ...FORWARD, ...BACKWARD]
export const JUDGED = [...FORWARD, ...BACKWARD]

/** Long shapes and norms, as a layer on images may have them. */
export const values = Object.fromEntries(
  VALUES.map(({ name, shape }) => [
    name,
    { shape: { '(N,D)': [128, 64, 32, 32], '(D)': [4096], '()': [] }[shape], norm: 1.234e-101 },
  ]),
)

export const VERDICTS: readonly FigureVerdict[] = [
  'correct',
  'follows',
  'precision',
  'wrong',
  'shape',
  'not-finite',
  'missing',
]

/** Every verdict, and one value as the first wrong one. */
export const verdicts = (first: number): Record<string, FigureVerdict> =>
  Object.fromEntries(
    JUDGED.map(({ name }, k) => [
      name,
      VERDICTS[k < first ? k % 3 : (k - first + 3) % 7] as FigureVerdict,
    ]),
  )
