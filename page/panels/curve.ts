import { h } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { curveFigure } from '../../src/core/figure/curve.ts'
import type { Sweep } from '../../src/core/gradient-check/sweep.ts'
import { ask } from '../service/ask.ts'
import { bodyOf } from '../service/bodies.ts'
import { circuitOf } from '../service/inputs.ts'
import type { Results } from '../service/results.ts'
import { ProblemNote } from '../views/problem-note.ts'
import { useAsked } from '../views/use-asked.ts'

const GRADIENTS = ['dx', 'dgamma', 'dbeta'] as const

/** The error of the slopes against h: the V of every method, in float64 and in double-double. */
export function Curve({ results }: { results: Results | undefined }) {
  const [of, setOf] = useState<(typeof GRADIENTS)[number]>('dx')
  const { made, problem, isBusy } = useAsked(
    async (signal) =>
      results && ask<Sweep>('/v1/gradient-check/sweep', bodyOf(sweepRequest(results)), signal),
    [results],
  )
  const svg = useMemo(() => made && curveFigure(made, { bare: true, of }), [made, of])
  if (problem) return h(ProblemNote, { problem })
  return h(
    'div',
    { class: 'curve', 'aria-busy': isBusy },
    h(
      'p',
      { class: 'aside' },
      'A large h cuts the curve short, a small one drowns in rounding; in float64 the best of both leaves some ten digits. In double-double the V lies far lower. ',
      h(
        'label',
        {},
        'Error of ',
        h(
          'select',
          {
            value: of,
            onChange: ({ currentTarget: { value } }: { currentTarget: HTMLSelectElement }) =>
              setOf(GRADIENTS.find((name) => name === value) ?? 'dx'),
          },
          GRADIENTS.map((name) => h('option', { key: name, value: name }, name)),
        ),
      ),
    ),
    svg &&
      h('div', { class: 'curve-frame', tabIndex: 0, dangerouslySetInnerHTML: { __html: svg } }),
  )
}

const sweepRequest = ({ inputs }: Results) => ({ ...circuitOf(inputs), dout: inputs.dout })
