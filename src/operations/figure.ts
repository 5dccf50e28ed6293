import type { FigureRequest } from '../../schemas/figure.ts'
import { curveFigure } from '../core/figure/curve.ts'
import { circuitFigure, type Drawn } from '../core/figure.ts'
import { BACKWARD, FORWARD } from '../core/graph.ts'
import type { Tell } from './account.ts'
import { diagnosisWork, runDiagnose } from './diagnose.ts'
import { valuesOf } from './figure-values.ts'
import { sweepOf, sweepWork } from './gradient-check-sweep.ts'
import type { Limits } from './operation.ts'

/** POST /v1/figure. */
export function runFigure(request: FigureRequest, limits: Limits, tell: Tell): string {
  switch (request.draw) {
    case 'values':
      return circuitFigure({ values: valuesOf(request) })
    case 'verdict':
      return circuitFigure(judged(request, limits, tell))
    case 'curve': {
      const { of, seed = 231 } = request
      return curveFigure(sweepOf({ ...request, seed }, limits.checkWork), { of })
    }
  }
}

/** What a figure will cost, in element operations. */
export function figureWork(request: FigureRequest): number {
  const { x, channelAxis } = request
  const d = x.shape.at(channelAxis) ?? 1
  switch (request.draw) {
    case 'values':
      return x.data.length
    case 'verdict':
      return diagnosisWork({ n: x.data.length / d, d })
    case 'curve':
      return sweepWork(request)
  }
}

/** The verdicts of a diagnosis and nothing else of it: no number leaves, and no formula that may not be told. */
function judged(
  { submitted = {}, reveal = true, ...request }: FigureRequest,
  limits: Limits,
  tell: Tell,
): Drawn {
  const looked = { ...request, submitted, reveal, hints: 0, dtype: 'float64' as const }
  const { values } = runDiagnose(looked, limits, tell)
  const verdicts = [...FORWARD, ...BACKWARD].flatMap(({ name }) => {
    const verdict = values[name]?.verdict
    return verdict ? [[name, verdict] as const] : []
  })
  return { verdicts: Object.fromEntries(verdicts), formulas: reveal }
}
