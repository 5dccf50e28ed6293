import { FigureRequest } from '../../schemas/figure.ts'
import { runFigure } from '../../src/operations/figure.ts'
import type { Example } from '../../src/operations/operation.ts'
import { BATCH, FORGETFUL } from './batch.ts'

/** Drawn when somebody asks for the example: a figure is long, and its numbers are those of the other examples. */
function example(name: string, summary: string, request: object): Example {
  return {
    name,
    summary,
    request,
    get reply() {
      return runFigure(FigureRequest.parse(request), LIMITS, () => {})
    },
  }
}

/** More than enough for these. */
const LIMITS = { checkWork: 1e6, values: 1e6, archive: { members: 1, bytes: 1 } }

/** One of each drawing. */
export const figureExamples: [Example, ...Example[]] = [
  example('values', 'Every value of both passes, by its shape and norm', {
    draw: 'values',
    ...BATCH,
  }),
  example('verdict', 'A dx whose mean branch was forgotten', {
    draw: 'verdict',
    ...BATCH,
    submitted: FORGETFUL,
  }),
  example('curve', 'The error of central differences against the step', {
    draw: 'curve',
    ...BATCH,
    curves: [
      { method: 'central', precision: 'float64' },
      { method: 'central', precision: 'double-double' },
    ],
    points: 13,
  }),
]
