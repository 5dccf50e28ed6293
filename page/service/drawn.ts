import { written } from '../reading/write.ts'
import type { Fields } from '../state/fields.ts'
import { tensorOf } from './results.ts'

interface Drawn {
  readonly x: unknown
  readonly gamma: unknown
  readonly beta: unknown
  readonly dout: unknown
  readonly eps: number
  readonly mode: string
  readonly channelAxis: number
  readonly running: { readonly mean: unknown; readonly var: unknown }
}

/** A reply of POST /v1/inputs as fields to edit. */
export function drawnFields(drawn: Drawn): Fields {
  const text = (nested: unknown) => written(tensorOf(nested))
  return {
    x: text(drawn.x),
    gamma: text(drawn.gamma),
    beta: text(drawn.beta),
    dout: text(drawn.dout),
    eps: `${drawn.eps}`,
    mode: drawn.mode,
    axis: `${drawn.channelAxis}`,
    mean: text(drawn.running.mean),
    var: text(drawn.running.var),
  }
}
