import type { Conditioned } from '../arithmetics/conditioned.ts'
import { DOUBLE, type Roundoff, SINGLE } from './closeness.ts'
import { type Layer, type LayerInputs, layerOf, runLine, type Truth, truthOf } from './layer.ts'
import type { LineName } from './lines.ts'
import { type Rehearsal, rehearsalOf } from './rehearsal.ts'

/** What submissions for some inputs are compared with. It is computed once, however many there are, and only as needed. */
export interface Reference {
  readonly given: LayerInputs
  /** The layer as somebody computes it who has this precision. */
  layer(roundoff: Roundoff): Layer
  truth(roundoff: Roundoff): Truth
  /**
   * The right values with the errors of somebody who computes the variance as the mean of the squares less the square of
   * the mean, which costs as many digits as the mean is larger than the deviation.
   */
  lossy(roundoff: Roundoff): Truth
  rehearsal(roundoff: Roundoff): Rehearsal
}

/** @throws Refusal `singular` when var + eps is 0 in some channel */
export function referenceOf(given: LayerInputs): Reference {
  const layer = once((roundoff) => layerOf(given, roundoff === SINGLE))
  const truth = once((roundoff) => truthOf(layer(roundoff), given))
  const lossy = once((roundoff) => lossyOf(layer(roundoff), truth(roundoff)))
  truth(DOUBLE)
  const rehearsal = once((roundoff) => rehearsalOf(layer(roundoff), truth(roundoff)))
  return { given, layer, truth, lossy, rehearsal }
}

const NAIVE = 'sum(x ** 2) / N - mu ** 2'

function lossyOf(layer: Layer, truth: Truth): Truth {
  if (layer.mode === 'eval') return truth
  const values = new Map<LineName, Conditioned>()
  for (const line of layer.lines) {
    const naive = line.name === 'var'
    const made = runLine(layer, line, naive ? NAIVE : line.formula, values)
    const { data } = truth.get(line.name) as Conditioned
    values.set(line.name, { ...made, data })
  }
  return values
}

/** A function of a roundoff that is computed once for each. */
function once<T>(compute: (roundoff: Roundoff) => T) {
  const made = new Map<number, T>()
  return (roundoff: Roundoff): T => {
    const known = made.get(roundoff)
    if (known !== undefined) return known
    const value = compute(roundoff)
    made.set(roundoff, value)
    return value
  }
}
