import type {
  GradientCheckReply,
  GradientCheckRequest,
  GradientReport,
} from '../../schemas/gradient-check.ts'
import { type Path, Refusal } from '../core/errors.ts'
import { GRADIENT_NAMES, type GradientName } from '../core/gradient-check/methods.ts'
import { settle, workOf } from '../core/gradient-check/settings.ts'
import type { Claims } from '../core/gradient-check/setup.ts'
import { type CheckReport, checkGradients } from '../core/gradient-check.ts'
import { indexOf, type Layout, toMatrix, toTensor } from '../formats/layout.ts'
import type { Tell } from './account.ts'
import { demandLength, demandShape, readInputs } from './circuit-inputs.ts'
import type { Limits } from './operation.ts'

/** POST /v1/gradient-check. */
export function runGradientCheck(
  request: GradientCheckRequest,
  { checkWork }: Limits,
  tell: Tell,
): GradientCheckReply {
  const { dout, claimed, include, seed } = request
  const inputs = readInputs(request)
  const { layout } = inputs
  refuseIdleWishes(request)
  if (dout) demandShape(dout, layout.shape, ['dout'])
  const report = checkGradients(
    {
      ...request,
      inputs,
      dout: dout && toMatrix(dout, layout),
      claimed: claimed && claims(claimed, layout),
    },
    checkWork,
  )
  const { verdict, settings, warnings } = report
  tell({ verdict })
  const drew = !dout || settings.along === 'probes'
  const asked = new Set(include)
  return {
    passed: verdict === 'passed',
    verdict,
    method: settings.method,
    precision: settings.precision,
    h: settings.step.h,
    hUnit: settings.step.unit,
    ...(drew && { seed }),
    ...reports(report, layout),
    ...(asked.has('numeric') && { numeric: numeric(report, layout) }),
    ...(asked.has('dout') && { dout: toTensor(report.dout, layout) }),
    warnings: [...warnings],
  }
}

/** @throws Refusal `invalid` when something is asked for that this method has no use for, or does not find */
function refuseIdleWishes(request: GradientCheckRequest): void {
  const { method, along } = settle(request)
  const at = request.include.indexOf('numeric')
  if (along === 'elements' && request.probes !== undefined) {
    refuseWish(`method "${method}" looks at every element, along no probes`, ['probes'])
  }
  if (along === 'probes' && at >= 0) {
    refuseWish(`method "${method}" finds no gradients, only sums along probes`, ['include', at])
  }
}

function refuseWish(detail: string, path: Path): never {
  throw new Refusal('invalid', detail, [{ detail, path }])
}

/** The element operations of a check; 0 for one that will be refused before it begins. */
export function gradientCheckWork({ x, channelAxis, ...wishes }: GradientCheckRequest): number {
  const d = x.shape.at(channelAxis) ?? 1
  return workOf(settle(wishes), { n: x.data.length / d, d })
}

/** @throws Refusal `shape` when a claimed gradient has not the shape of its input */
function claims(
  { dx, dgamma, dbeta }: NonNullable<GradientCheckRequest['claimed']>,
  layout: Layout,
): Claims {
  if (dx) demandShape(dx, layout.shape, ['claimed', 'dx'])
  demandLength(dgamma, layout, ['claimed', 'dgamma'])
  demandLength(dbeta, layout, ['claimed', 'dbeta'])
  return { dx: dx && toMatrix(dx, layout), dgamma, dbeta }
}

function reports({ gradients, settings }: CheckReport, layout: Layout) {
  const entries = GRADIENT_NAMES.flatMap((name) => {
    const report = gradients[name]
    if (!report) return []
    const { worst, noisy: _, wide: __, ...rest } = report
    const { row, column, ...numbers } = worst
    return [[name, { ...rest, worst: { index: place(name, row, column), ...numbers } }]]
  })
  function place(name: GradientName, row: number, column: number): number[] {
    if (settings.pooled) return []
    return name === 'dx' && settings.along === 'elements' ? indexOf(row, column, layout) : [column]
  }
  return Object.fromEntries(entries) as { [Name in GradientName]?: GradientReport }
}

function numeric({ numeric: { dx, dgamma, dbeta } }: CheckReport, layout: Layout) {
  return {
    ...(dx && { dx: toTensor(dx, layout) }),
    ...(dgamma && { dgamma }),
    ...(dbeta && { dbeta }),
  }
}
