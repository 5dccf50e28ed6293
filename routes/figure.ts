import { Figure, FigureRequest } from '../schemas/figure.ts'
import { figureWork, runFigure } from '../src/operations/figure.ts'
import { SVG_TYPE, textForm } from '../src/operations/forms.ts'
import { REVEAL, VERDICT } from '../src/operations/needs.ts'
import { operation } from '../src/operations/operation.ts'
import { figureExamples } from './examples/figure.ts'

/** POST /v1/figure. */
export const figure = operation({
  id: 'figure',
  path: '/v1/figure',
  scope: 'compute',
  summary: 'A figure for a notebook',
  description:
    'The circuit with the shape and the norm of every value on this batch; the circuit with the verdict on every submitted value; or the error of numeric gradients against the step. One self-contained SVG, which a notebook shows with `IPython.display.SVG(data=...)`.',
  request: FigureRequest,
  reply: Figure,
  examples: figureExamples,
  single: {},
  lenient: true,
  needs: ({ draw, reveal = true }) =>
    draw === 'verdict' ? [VERDICT, ...(reveal ? [REVEAL] : [])] : [],
  forms: [textForm<string>(SVG_TYPE, (svg) => svg)],
  work: figureWork,
  shape: ({ x }) => x.shape,
  run: runFigure,
})
