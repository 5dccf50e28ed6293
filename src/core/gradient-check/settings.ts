import {
  METHODS,
  type Measure,
  type MethodName,
  PRESETS,
  type Precision,
  type Preset,
  type PresetName,
  type Scheme,
} from './methods.ts'
import type { Step } from './steps.ts'

/** What may be said of how to check; all of it has a default. */
export interface Wishes {
  readonly method?: MethodName | undefined
  /** Another checker's settings; whatever is said beside it takes their place. */
  readonly preset?: PresetName | undefined
  readonly precision?: Precision | undefined
  readonly h?: number | undefined
  readonly hUnit?: Step['unit'] | undefined
  readonly atol?: number | undefined
  readonly rtol?: number | undefined
  readonly probes?: number | undefined
}

/** How a check is made, everything decided. */
export interface Settings {
  readonly method: MethodName
  readonly scheme: Scheme
  readonly along: 'elements' | 'probes'
  readonly precision: Precision
  readonly step: Step
  /** undefined asks for what rounding in float64 may cost on these inputs. */
  readonly atol: number | undefined
  readonly rtol: number
  readonly measure: Measure
  readonly probes: number
  readonly pooled: boolean
  readonly unsigned: boolean
}

/** Above the noise of any honest implementation on ordinary inputs, and well below a fault of 1e-12. */
const DEFAULT_RTOL = 2 ** -43

/** Every wish, else the preset's setting, else the default. */
export function settle(wishes: Wishes): Settings {
  const preset: Partial<Preset> = wishes.preset ? PRESETS[wishes.preset] : {}
  const method = wishes.method ?? preset.method ?? 'central'
  const { scheme, along, step } = METHODS[method]
  const precision = wishes.precision ?? (wishes.preset ? 'float64' : 'double-double')
  const h = wishes.h ?? preset.h
  const unit = wishes.hUnit ?? (h === undefined ? 'sqrtvar' : 'absolute')
  return {
    method,
    scheme,
    along,
    precision,
    step: { h: h ?? step[precision], unit },
    atol: wishes.atol ?? preset.atol,
    rtol: wishes.rtol ?? preset.rtol ?? DEFAULT_RTOL,
    measure: preset.measure ?? 'numeric',
    probes: wishes.probes ?? (preset.pooled ? 1 : 2),
    pooled: preset.pooled ?? false,
    unsigned: preset.unsigned ?? false,
  }
}

/** What a check costs, in element operations: numbers that are moved, weighed by the method. */
export function workOf(
  { method, along, probes }: Settings,
  { n, d }: { n: number; d: number },
): number {
  return METHODS[method].cost * (along === 'elements' ? n : probes) * n * d
}
